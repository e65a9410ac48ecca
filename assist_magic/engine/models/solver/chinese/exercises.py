"""Asking for exercises in Chinese, read as the same wish in English."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.chinese.questions import IS_CHINESE

_TOPICS = {
    r"(?:用)?求根公式(?:解一元二次方程)?": "the quadratic formula",
    r"(?:解)?一元二次方程": "quadratic equations",
    r"(?:解)?(?:二元一次|线性)?方程组": "simultaneous equations",
    r"(?:解)?(?:一元)?一次方程": "linear equations",
    r"(?:解)?(?:一元一次)?不等式": "linear inequalities",
    r"(?:因式)?分解因式|因式分解": "factoring",
    r"(?:多项式|整式)(?:的)?(?:乘法|展开)|去括号": "expanding brackets",
    r"分数(?:的)?加减法?": "adding fractions",
    r"分数(?:的)?乘除法?": "multiplying fractions",
    r"分数(?:的)?(?:运算|计算)?": "fractions",
    r"百分(?:数|比)": "percentages",
    r"求导|导数": "derivatives",
    r"(?:不定)?积分": "integrals",
    r"(?:化简)?(?:二次)?根式": "square roots",
    r"(?:抛物线|二次函数)(?:的)?顶点": "the vertex",
    r"勾股定理": "Pythagoras",
    r"平均数(?:和|与|、)?(?:中位数)?": "mean and median",
    r"最大公(?:约|因)数": "the greatest common divisor",
    r"最小公倍数": "the least common multiple",
}
_DIGITS = "一二三四五六七八九十"
_WISH = re.compile(
    r"(?:请|帮我|帮忙|给我|给学生|为我|我想要|我要|我需要|现在|麻烦你?)*(?P<more>再)?(?:给我|给)?"
    r"(?:出|写|编|设计|来|做|生成|准备|布置)?(?:一些|几)?(?P<count>\d{1,2}|[一二三四五六七八九十两])?"
    r"(?:道|个|题|(?P<sheet>份|张))?(?:关于|有关)?(?P<like>类似的?|这样的?|同类的?|同样的?)?"
    rf"(?P<topic>{'|'.join(_TOPICS)})?的?"
    r"(?:练习题?|习题|题目?|小测验|测验|试卷|例题|作业)?"
    r"(?P<solved>[,，]?(?:并|附上?|带|含|和|及|加上|要有|给出)+(?:参考)?(?:答案|解答))?"
)


def exercises(text: str) -> str:
    """The wish in English; any other text as it is."""
    bare = re.sub(r"[\s。.!！?？吧呢]+", "", text)
    if not IS_CHINESE.search(text) or not re.search(r"题|练习|测验|试卷|作业|再来|再出", bare):
        return text
    match = _WISH.fullmatch(bare)
    if not match or not (match["topic"] or match["more"] or match["like"]):
        return text
    count = "" if match["sheet"] else match["count"] or ""
    number = count if count.isdigit() or not count else str(_DIGITS.find(count) + 1 or 2)
    more = "more " if match["more"] or match["like"] else ""
    named = (said for words, said in _TOPICS.items() if re.fullmatch(words, match["topic"] or ""))
    topic = "".join(f" on {said}" for said in list(named)[:1])
    thing = "worksheet" if match["sheet"] else "exercises"
    solved = " with solutions" if match["solved"] else ""
    return re.sub(r" +", " ", f"give me {number} {more}{thing}{topic}{solved}")
