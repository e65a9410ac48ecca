"""Whole questions in Chinese, read before their words are divided: lines, series, discounts."""

from __future__ import annotations

import re
from collections.abc import Callable

from assist_magic.engine.models.solver.chinese.pieces import E, rules

_TENTHS = "一二三四五六七八九"


def _discounted(match: re.Match[str]) -> str:
    """ "原价200元，打八折": a discount of eight tenths leaves 80%."""
    tenths = match["tenths"]
    rate = 10 * (1 + _TENTHS.index(tenths)) if tenths in _TENTHS else 10 * float(tenths)
    return f" find {rate:g}% of {match['price']} "


_LENGTHS = {"厘米": "cm", "毫米": "mm", "分米": "decimeters", "千米": "km", "米": "m", "": ""}
_LENGTH = rf"(\d[\d.]*)\s*({'|'.join(filter(None, _LENGTHS))})?"
_ASKS = r"\s*,?\s*(?:请?求|它的|这个|圆的|则|那么|其)*\s*的?"
_MANY = r"\s*(?:是|为|等于)?(?:多少|几)?(?:平方)?(?:厘米|毫米|分米|千米|米)?\s*"


def _circle(match: re.Match[str]) -> str:
    asked = "area" if match[3] == "面积" else "circumference"
    return f" find {asked} of circle with radius {match[1]} {_LENGTHS[match[2] or '']} "


def _rectangle(match: re.Match[str]) -> str:
    asked = "area" if match[5] == "面积" else "perimeter"
    unit = _LENGTHS[match[2] or match[4] or ""]
    return f" find {asked} of rectangle with length {match[1]} {unit} and width {match[3]} {unit} "


_FORMS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (rf"(?:一个|已知)*圆的?半径(?:是|为)?\s*{_LENGTH}{_ASKS}(面积|周长){_MANY}", _circle),
    (
        rf"(?:一个|已知)*长方形的?长(?:是|为)?\s*{_LENGTH}\s*,?\s*宽(?:是|为)?\s*{_LENGTH}{_ASKS}"
        rf"(面积|周长){_MANY}",
        _rectangle,
    ),
    (
        r"(?:一个|已知)*直角三角形的?(?:两条?)?直角边(?:长|分别)*(?:是|为)?\s*(\d[\d.]*)\s*[和与,]\s*"
        rf"(\d[\d.]*){_ASKS}斜边长?{_MANY}",
        r" find hypotenuse of right triangle with legs \1 and \2 ",
    ),
    (
        r"(?:同时)?[掷抛扔投]\s*(?:两|2)\s*[个枚颗](?:均匀的?)?骰子\s*,?\s*(?:点数)?之?和(?:为|是|等于)\s*"
        r"(\d+)\s*的概率(?:是多少|为多少)?",
        r" find probability of rolling a sum of \1 with two dice ",
    ),
    (
        r"(?:一[件个双本台条]|某)?[\u4e00-\u9fff]{0,6}?(?:原价|标价|售价)(?:为|是)?\s*(?P<price>\d[\d.]*)"
        r"\s*元?\s*,?\s*(?:现在?)?打\s*(?P<tenths>[一二三四五六七八九]|\d(?:\.\d)?)\s*折"
        r"(?:后|出售|销售)*,?\s*(?:的?(?:价格|现价|售价))?(?:是|需要?|要)*(?:付|花)?(?:多少)?(?:元|钱)?",
        _discounted,
    ),
    (
        rf"(?:求|写出)?(?:经)?过(?:两?点)?\s*({E})\s*[和与,]\s*({E})\s*(?:两点)?的?直线的?方程(?:是什么)?",
        r" find line through \1 and \2 ",
    ),
    (
        rf"(?:求)?({E})\s*的?(?:在\s*x\s*=\s*0\s*处的?)?(?:泰勒|麦克劳林)(?:展开式?|级数|公式)?\s*"
        r"(?:展开)?到\s*(?:x\s*的)?\s*(\d+)\s*[次阶](?:项)?",
        r" find taylor series of \1 up to order \2 ",
    ),
    (
        rf"(?:无穷)?级数\s*(?:∑)?\s*({E})\s*(?:是否|是不是)?(?:收敛|发散)(?:还是(?:发散|收敛))?",
        r" does series \1 converge ",
    ),
    (rf"({E})\s*减去?\s*(\d[\d.]*%)", r" find \1 - \2 "),
    (r"求和\s*:?\s*(\d[^\u4e00-\u9fff]*)", r" find sum \1 "),
)
FIRST = rules(
    *((rf"^\s*(?:请问)?(?:{form})\s*[吗呢]?\s*[?.!]*\s*$", said) for form, said in _FORMS)
)
"""Whole questions, read before their words are divided."""
