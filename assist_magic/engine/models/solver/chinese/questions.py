"""Reads a question in Chinese as the English one that the grammar knows.

Chinese names the thing first and what is asked of it last ("x^2 的导数"); a formula ends where a
Chinese character begins, so the pieces are found without dividing words.
"""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.chinese import mathematics, quantities, whole
from assist_magic.engine.models.solver.chinese.pieces import HAN, rules

_MOST = 400
IS_CHINESE = re.compile(f"[{HAN}]")


def english(text: str) -> str:
    """The question with English words for the Chinese ones; any other or long text as it is."""
    if len(text) > _MOST or not IS_CHINESE.search(text):
        return text
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _SAID_TWICE.sub(r"\1", re.sub(r" +", " ", text))


_SAID_TWICE = re.compile(
    r"(\b(?:find|is|convert|round|how many|which|sort|list) [^?;]*?)(?: find)+ *(?=[?.;,!]|$)"
)
"""The question word that closes a sentence whose verb has opened it."""
_NOISE = rules(
    (r"(?:这个|上面的?|刚才的?|前面的?)(?:结果|答案)", " it "),
    (r"请问一?下?|请你?|麻烦你?|谢谢你?|帮我|帮忙|能不能|能否|可不可以|可以|你能|您", ""),
    (r"老师|同学|同一个?(?:坐标系|图)[中里上]?|一步一步地?|给出步骤|写出?(?:过程|步骤)", ""),
    (r"并给出(?:详细)?(?:过程|步骤)|详细(?:过程|步骤)|我(?:想|要|需要)(?:知道)?", ""),
    (r"[吗呢吧啊呀]", ""),
    (r"一下|这个|那个|那么|接下来|接着|然后|现在|最后|首先|再(?=求|对|把|画|次)|再次", ""),
    (r"下列|以下(?=[^\d]{0,3}(?:方程|式|函数|问题))|下面的?|所示的?", ""),
    (r",?\s*(?:\.{3,}|…+|⋯+)(?=\s*的)", " "),
    (r"^\s*你好\s*[,!.]?|早上好[,!.]?", ""),
    (
        r"(?:一元)?[一二三]次(?:函数|方程)|反比例函数|抛物线|曲线|(?<!反)函数(?!值|的?零)|表达式|多项式",
        "",
    ),
    (r"圆周率", " pi "),
    (r"自然常数", " e "),
    (r"(?<=\d)\s*(?:元|块钱?|美元)", " "),
    (r"原价|售价|价格为?|后(?=是|等)|[两三几]个?数(?=\s*\d)", " "),
    (
        r"式子|代数式|数据|这?组数|整数|自然数|直线|两?个?点(?=[\s(])|矩阵(?=[\s\[])|向量(?=[\s(\[])",
        "",
    ),
    (r"^\s*那么?", ""),
    (r"前面的|刚才的|上面的|上述的?|该|此(?!外)", ""),
    (r"它们?|其", " it "),
    (r"这(?=的|[\s])", " it "),
)
_RULES = (
    *whole.FIRST,
    *_NOISE,
    *mathematics.SIGNS,
    *mathematics.NAMED,
    *quantities.NUMERALS,
    *quantities.MEASURED,
    *quantities.BASES,
    *mathematics.FORMS,
    *mathematics.AND,
    *mathematics.LIMITS,
    *mathematics.CALCULUS,
    *mathematics.PICTURES,
    *mathematics.PLAIN,
    *mathematics.WORDS,
)
