"""Rules on mathematics: what is asked of a formula, or to be done with it."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.chinese.pieces import (
    ASKED,
    NOUN,
    NUMERAL,
    VERB,
    E,
    number,
    rules,
)
from assist_magic.engine.models.solver.chinese.vocabulary import NOUNS, VERBS

_NEXT_NOUN = re.compile(rf"(?:^|(?<=.)(?:和|与|及|以及|、|, ?))({NOUN})(?=$|和|与|及|以|、|,)")
_WITH_PLACE = rf"(?P<of>{E})\s*在点?\s*(?P<at>{E})\s*(?:处|时|点处|点|的时候)?\s*的?"
_SPAN = rf"\s*(?:在|于)?\s*(?:区间)?\s*[\[(](?P<low>{E}?)\s*,\s*(?P<high>{E}?)[\])]\s*"
_SPAN = rf"\s*[从由]\s*(?P<low>{E})\s*[到至]\s*(?P<high>{E})\s*"
_SEVERAL = rf"(?P<nouns>(?:{NOUN})(?:(?:和|与|及|以及|、|, ?)(?:{NOUN}))*)"


def _noun(words: str) -> str:
    return next(noun for known, noun in NOUNS.items() if re.fullmatch(known, words))


def _of(match: re.Match[str]) -> str:
    """ "E 在 P 处的 noun 和 noun" as "find noun of E at P and find noun of E at P"."""
    found = match.groupdict()
    nouns = [_noun(part[1]) for part in _NEXT_NOUN.finditer(match["nouns"])]
    given = found["of"].strip(" ,:")
    by = f" with respect to {found['by']}" if found.get("by") else ""
    at = f" at {found['at'].strip()}" if found.get("at") else ""
    span = f" from {found['low'].strip()} to {found['high'].strip()}" if found.get("low") else ""
    heads = [noun if noun.endswith(" between") else f"{noun} of" for noun in nouns]
    asked = [f" find {head} {given}{by}{span}{at} " for head in heads]
    return " and ".join(asked)


def _done(match: re.Match[str]) -> str:
    found = match.groupdict()
    verb = next(verb for known, verb in VERBS.items() if re.fullmatch(known, match["verb"]))
    by = f" with respect to {found['by']}" if found.get("by") else ""
    span = f" from {found['low'].strip()} to {found['high'].strip()}" if found.get("low") else ""
    return f" {verb} {found['of'].strip(' ,:')}{by}{span} "


def _drawn(match: re.Match[str]) -> str:
    low, high = match["low"].strip(), match["high"].strip()
    return f" plot {match['of'].strip(' ,:')} from {low} to {high} "


def _limit(match: re.Match[str]) -> str:
    found = match.groupdict()
    side = {"右": " from right", "左": " from left"}.get(found.get("side") or "", "")
    of = next(found[name] for name in ("of", "of2") if found.get(name))
    return f" find limit of {of.strip(' ,')} as {match['name']} approaches {match['to']}{side} "


def _rounded(match: re.Match[str]) -> str:
    places = match["places"]
    count = places if places.isdigit() else number(places)
    return f" round {match['of'].strip(' ,')} to {count} decimal places "


SIGNS = rules(
    (r"(?:求|计算)?(?:不定积分|定积分|积分)\s*:?\s*(?=∫|\$?\\int)", " find "),
    (r"(?:求|计算)?极限\s*:?\s*(?=\$?\\?lim)", " find "),
    (rf"({E})\s*=\s*0\s*的(?=判别式)", r"\1 的"),
)
NAMED = rules(
    (rf"({E})\s*(?:与|和)\s*x\s*轴的?交点(?:坐标)?", r" find roots of \1 "),
    (rf"({E})\s*(?:与|和)\s*y\s*轴的?交点(?:坐标)?", r" find y-intercept of \1 "),
    (rf"解关于\s*([a-zA-Z])\s*的(?:不等式|方程)\s*:?\s*({E})", r" solve \2 for \1 "),
)
FORMS = rules(
    # Whole numbers
    (
        rf"({E})\s*除以\s*({E})\s*(?:的余数|余数?(?:是|为)?(?:多少|几)?)",
        r" find remainder when \1 is divided by \2 ",
    ),
    (rf"({E})\s*(?:是不是|是否是?|是)\s*(?:一个)?[质素]数(?:还是合数)?", r" is \1 prime "),
    (rf"({E})\s*(?:是不是|是否是?|是)\s*(?:一个)?合数", r" is \1 composite "),
    (rf"({E})\s*(?:是不是|是否是?|是)\s*(?:一个)?偶数", r" is \1 even "),
    (rf"({E})\s*(?:是不是|是否是?|是)\s*(?:一个)?奇数", r" is \1 odd "),
    (rf"({E})\s*(?:能不?能?|是否能|可以)?被\s*({E})\s*整除", r" is \1 divisible by \2 "),
    (rf"({E})\s*是(?:不是|否是)?\s*({E})\s*的倍数", r" is \1 multiple of \2 "),
    (rf"(?:小于\s*)?({E})\s*(?:以内|以下)?的?所有的?[质素]数", r" list primes less than \1 "),
    (rf"({E})\s*以[内下]的?[质素]数(?:有哪些)?", r" list primes up to \1 "),
    (
        rf"从?\s*({E})\s*(?:一直)?加?[到至]\s*({E})\s*的(?:总)?和",
        r" find sum of numbers from \1 to \2 ",
    ),
    (rf"从?\s*({E})\s*(?:一直)?加[到至]\s*({E})", r" find sum of numbers from \1 to \2 "),
    (rf"({E}\+{E})\s*的和", r" find \1 "),
    (rf"前\s*({E})\s*个[质素]数", r" find first \1 primes "),
    # Percentages and parts
    (rf"({E})\s*是\s*({E})\s*的百分之[几多]少?", r" write \1 as percentage of \2 "),
    (rf"({E})\s*占\s*({E})\s*的百分之[几多]少?", r" write \1 as percentage of \2 "),
    (
        rf"从?\s*({E})\s*[到至]\s*({E})\s*,?\s*(?:增长|增加|上涨|提高|减少|下降|变化)了?"
        r"(?:百分之[几多]少?|的百分比)",
        r" find percentage change from \1 to \2 ",
    ),
    (
        rf"({E})\s*(?:增加|提高|上涨|增长)了?\s*(\d[\d.]*%)(?:后|之后)?",
        r" find \1 increased by \2 ",
    ),
    (
        rf"({E})\s*(?:减少|降低|下降|下调)了?\s*(\d[\d.]*%)(?:后|之后)?",
        r" find \1 decreased by \2 ",
    ),
    (rf"({E})\s*的\s*(\d[\d.]*%|\(\d+/\d+\))", r" find \2 of \1 "),
    (
        rf"(?:把|将)?({E})\s*(?:化|转化|转换|写|表示)[成为](?:最简)?分数",
        r" convert \1 to fraction ",
    ),
    (rf"(?:把|将)?({E})\s*(?:化|转化|转换|写|表示)[成为]小数", r" convert \1 to decimal "),
    (
        rf"(?:把|将)?({E})\s*(?:化|转化|转换|写|表示)[成为]百分[数比]",
        r" convert \1 to percentage ",
    ),
    # Rounding
    (
        rf"(?:把|将)?(?P<of>{E})\s*[,]?\s*(?:四舍五入)?\s*(?:精确到|保留到?|到)\s*(?:小数点后)?\s*"
        rf"(?P<places>\d+|{NUMERAL})\s*位(?:小数)?",
        _rounded,
    ),
    (
        rf"(?:把|将)?({E})\s*四舍五入(?:到|取)?(?:最?近?的?)?(?:个位|整数)?",
        r" round \1 to nearest integer ",
    ),
    # Choosing and arranging
    (
        rf"从\s*({E})\s*[个名本张位人]?[\u4e00-\u9fff]{{0,4}}?中任?[选取抽]出?\s*({E})\s*[个名本张位人]?"
        r"[\u4e00-\u9fff]{0,2}?,?\s*(?:共?有)(?:多少|几)[种个](?:不同的?)?(?:选法|取法|方法|组合|可能)",
        r" how many ways are there to choose \2 from \1 ",
    ),
    (
        rf"({E})\s*[个名本位]?(?:不同的?)?[\u4e00-\u9fff]{{0,3}}?(?:排成一[排列行队]|排列|全排列),?\s*"
        r"(?:共?有)?(?:多少|几)[种个](?:不同的?)?(?:排法|方法|排列|可能|方式)",
        r" how many ways are there to arrange \1 people ",
    ),
    (rf"组合数\s*C\(\s*({E}?)\s*,\s*({E}?)\s*\)", r" find \1 choose \2 "),
    (rf"({E})\s*的全排列数?(?:有多少种)?", r" find permutations of \1 "),
    # Comparing
    (
        rf"({E})\s*(?:和|与|还是)\s*({E})\s*(?:哪个|谁)(?:更|比较)?大",
        r" which is bigger , \1 or \2 ",
    ),
    (
        rf"({E})\s*(?:和|与|还是)\s*({E})\s*(?:哪个|谁)(?:更|比较)?小",
        r" which is smaller , \1 or \2 ",
    ),
    (
        rf"(?:把|将)?\s*({E})\s*(?:按)?从小到大(?:的顺序)?(?:排列|排序|排)",
        r" sort \1 in ascending order ",
    ),
    (
        rf"(?:把|将)?\s*({E})\s*(?:按)?从大到小(?:的顺序)?(?:排列|排序|排)",
        r" sort \1 in descending order ",
    ),
    (rf"从小到大(?:排列|排序)\s*:?\s*({E})", r" sort \1 in ascending order "),
    (rf"从大到小(?:排列|排序)\s*:?\s*({E})", r" sort \1 in descending order "),
    # Sequences
    (rf"(?:等[差比])?数列\s*({E})\s*(?:\.\.\.|…)?\s*的第\s*(\d+)\s*项", r" find \2th term of \1 "),
    (r"(?:等[差比])?数列", " "),
)
AND = rules(
    (r"和(?=\s*[\w(\[`$\\-])(?![\u4e00-\u9fff])|与(?=\s*[\w(\[`$\\-])(?![\u4e00-\u9fff])", " and "),
    (r"以及|及(?=\s*[\w(])", " and "),
)
LIMITS = rules(
    (
        r"(?:求)?(?:当|在)?\s*(?P<name>[a-zA-Z])\s*(?:趋于|趋近于|趋向于|趋近|趋向|->|→)\s*"
        rf"(?P<to>[-+]?[\w/()]+|[正负]?无穷大?)\s*(?P<side>[左右])?(?:侧|边)?时?[,，]?\s*的?(?P<of>{E})\s*的?极限",
        _limit,
    ),
    (
        rf"(?P<of>{E})\s*(?:当|在)\s*(?P<name>[a-zA-Z])\s*(?:趋于|趋近于|趋向于|趋近|趋向|->|→)\s*"
        r"(?P<to>[-+]?[\w/()]+)\s*(?:从)?(?P<side>[左右])?(?:侧|边)?时?的?极限",
        _limit,
    ),
)
CALCULUS = rules(
    (
        rf"(?P<of>{E})\s*(?:在|于)?\s*(?:区间)?\s*\[(?P<low>[^\[\],]+),(?P<high>[^\[\],]+)\]\s*上?的?(?P<nouns>定积分|积分)",
        _of,
    ),
    (rf"(?P<of>{E}){_SPAN}的?(?P<nouns>定积分|积分)", _of),
    (rf"(?:对)?(?P<of>{E}){_SPAN}(?P<verb>求积分|积分|画图|作图|画出来)", _done),
    (rf"(?P<of>{E})\s*(?:关于|对)\s*(?P<by>[a-zA-Z])\s*的(?P<nouns>(?:{NOUN}))", _of),
    (rf"(?:对)?(?P<of>{E})\s*(?:关于|对)\s*(?P<by>[a-zA-Z])\s*(?P<verb>求导数?|求?积分)", _done),
    (
        rf"{_WITH_PLACE}(?P<nouns>切线方程|切线斜率|切线|法线方程|法线|(?:[一二三四]阶)?导数|斜率|泰勒展开式?|泰勒级数)值?",
        _of,
    ),
    (
        rf"(?P<of>{E})\s*[当在]\s*(?P<at>[a-zA-Z]\s*=\s*{E})\s*[处时]?(?:的?值|{ASKED})",
        r" find value of \g<of> at \g<at> ",
    ),
    (
        rf"[当在若]\s*(?P<at>[a-zA-Z]\s*=\s*{E})\s*[处时],?\s*(?P<of>{E})\s*(?:的?值|{ASKED})+",
        r" find value of \g<of> at \g<at> ",
    ),
)
PICTURES = rules(
    (
        rf"(?:画出?|绘制|作出?)\s*(?P<of>{E})\s+在\s*(?P<low>{E})\s*[到至和]\s*(?P<high>{E})\s*(?:之间|范围内|上)?的?"
        r"(?:图像|图象|图形|图)",
        _drawn,
    ),
    (
        rf"(?:画出?|绘制|作出?)?\s*(?P<of>{E})\s*的?{_SPAN}的?(?:图像|图象|图形|图)(?:画出来)?",
        _drawn,
    ),
    (
        rf"(?:画出?|绘制|作出?)?\s*(?P<of>{E})\s*(?:在|于)\s*(?:区间)?\s*\[(?P<low>[^\[\],]+),"
        r"(?P<high>[^\[\],]+)\]\s*上?的?(?:图像|图象|图形|图)(?:画出来)?",
        _drawn,
    ),
    (
        rf"(?:画出?|绘制|作出?|做出?)\s*(?P<of>{E})\s*的?(?:图像|图象|图形|图|曲线|草图)",
        r" plot \g<of> ",
    ),
    (rf"(?P<of>{E})\s*的?(?:图像|图象|图形|图)(?:画出来|是什么样的?|长什么样)?", r" plot \g<of> "),
    (
        r"(?:把)?(?:这?两个|两者|二者)(?:函数|图像|都)*(?:画出来|画在一起|画出|画图)|(?:都|一起)画出来|画出(?:这?两个|两者)(?:函数)?(?:的图像)?",
        " plot both ",
    ),
    (
        r"[,]?\s*(?:并|同时)?(?:标出|标注|标记|标明)(?:它的?| it 的?)?顶点和?零点",
        " and mark vertex and roots ",
    ),
    (r"[,]?\s*(?:并|同时)?(?:标出|标注|标记|标明)(?:它的?| it 的?)?顶点", " and mark vertex "),
    (
        r"[,]?\s*(?:并|同时)?(?:标出|标注|标记|标明)(?:它的?| it 的?)?(?:零点|根)",
        " and mark roots ",
    ),
)
PLAIN = rules(
    (rf"(?P<of>{E})\s*的?\s*{_SEVERAL}(?={ASKED}|\s*$|[?.;,!\s]|分别|各)", _of),
    (rf"{_SEVERAL}\s*:\s*(?P<of>{E})", _of),
    (rf"(?<=[求算])\s*{_SEVERAL}\s*(?P<of>{E})", _of),
    (rf"^\s*(?:计算)?{_SEVERAL}\s*(?P<of>{E})", _of),
    (rf"(?:把|将|对)\s*(?P<of>{E})\s*(?:进行)?(?P<verb>{VERB})", _done),
    (rf"(?P<verb>{VERB})\s*:?\s*(?P<of>{E})", _done),
    (rf"(?P<of>{E})\s*(?:进行)?(?P<verb>{VERB})", _done),
    (r"(?:求一次导|求一阶导|求导)数?", " differentiate it "),
    (r"(?:画出来|画图|作图)", " plot it "),
    (r"展开", " expand it "),
    (r"化简", " simplify it "),
    (r"因式分解|分解因式", " factor it "),
    (r"求积分|积分", " integrate it "),
    (r"求根|求零点", " find roots of it "),
)
WORDS = rules(
    (r"解(?:这?个?)?(?:关于\s*([a-zA-Z])\s*的)?(?:不等式|方程)组?|求解", " solve "),
    (r"(?:不等式|方程)组?\s*:?\s*", " "),
    (rf"^\s*[在当]?\s*([a-zA-Z]\s*=\s*{E})\s*[时处]\s*[?]?\s*$", r" and at \1 "),
    (rf"以\s*({E})\s*为底,?\s*的?({E})\s*的?对数", r" log base \1 of \2 "),
    (rf"({E})\s*的\s*({E})\s*次[方幂]", r" (\1)^(\2) "),
    (rf"({E})\s*的平方(?!根)", r" (\1)^2 "),
    (rf"({E})\s*的立方(?!根)", r" (\1)^3 "),
    (rf"({E})\s*的阶乘", r" \1! "),
    (rf"({E})\s*除以\s*(?={E})", r"\1 / "),
    (rf"({E})\s*乘以?\s*(?={E})", r"\1 * "),
    (rf"({E})\s*加上?\s*(?={E})", r"\1 + "),
    (rf"({E})\s*减去?\s*(?={E})", r"\1 - "),
    (r"根号\s*(\d+|\([^()]*\))", r" sqrt(\1) "),
    (r"正无穷大?|无穷大?", " oo "),
    (r"负无穷大?", " -oo "),
    (r"设|令|假设|给定|定义", " let "),
    (r"已知|如果|若|假如", " if "),
    (r"(?:把|将)\s*([a-zA-Z]\s*=\s*[^\u4e00-\u9fff,]+?)\s*代入\s*(?:到)?", r" substitute \1 into "),
    (rf"{ASKED}|结果|等于", " find "),
    (r"求出?|计算|算出?|解出?", " find "),
    (r"从", " from "),
    (r"到|至", " to "),
    (r"和|与|并?且|并|同时", " and "),
    (r"(?<=[0-9A-Za-z)%])\s*的\s*(?=[0-9A-Za-z(])", " of "),
    (r"的值?|值", " "),
    (r"在|处|当|时|把|将|对", " "),
)
