"""Chinese questions on tables, put into the English words that the grammar knows.

Each phrase is taken out of the question in turn; if anything is left that is no mere particle, the
question is left as it is, and so is not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assist_magic.engine.models.solver.tables.moments import MONTHS

HAN = re.compile(r"[\u3400-\u9fff]")
_PARTS = {"季度": "quarter", "季": "quarter", "星期几": "weekday", "周几": "weekday"}
_PARTS |= {"月份": "month", "月": "month", "年份": "year", "年度": "year", "年": "year"}
_PARTS |= {"星期": "week", "周": "week", "日": "day", "天": "day"}
_PART = r"(?P<by>@\d+|季度|星期几|周几|月份|月|年份|年度|年|星期|周|日|天|季)"
_BY = re.compile(
    rf"(?:按照?|根据|依)\s*{_PART}(?:\s*[和与、,]\s*{_PART.replace('by', 'and')})?\s*(?:进行)?"
    r"(?:分组|分类|分|统计|汇总|划分|来)*"
    rf"|(?:每一?个?|每种|各个?|不同的?|各种)\s*{_PART.replace('by', 'each')}"
)
_DIGITS = {word: str(n) for n, word in enumerate("一二三四五六七八九十", start=1)} | {"两": "2"}
_N = r"(?<![@$\d.])(?P<n>\d+|[一二两三四五六七八九十])"
_NOUNS = (
    r"(?:行|条|个|只|名|位|笔|人|项|种|辆|家)?"
    r"(?:的?(?:记录|数据|订单|样本|学生|行|人|客户|企鹅|车))?"
)
_MEASURES = (
    ("mean", r"平均值|平均数|均值|平均"),
    ("median", r"中位数|中值"),
    ("std", r"标准差|标准偏差"),
    ("variance", r"方差"),
    ("sum", r"总和|总计|合计|之和|总额|总数|总量|总|求和|累加"),
    ("maximum", r"最大值"),
    ("minimum", r"最小值"),
    ("mode", r"众数|最常见的?(?:值)?|出现(?:次数)?最多的?(?:值)?"),
)
_KINDS = (
    ("stacked bar chart", r"堆[叠积](?:柱状|条形|柱形)图"),
    ("histogram", r"直方图|分布图"),
    ("line chart", r"折线图|(?<!箱)线图|趋势图"),
    ("bar chart", r"柱状图|条形图|柱形图|柱图"),
    ("scatter plot", r"散点图"),
    ("box plot", r"箱线图|箱形图|箱型图|盒须图|盒图"),
    ("pie chart", r"饼状?图"),
)
_COMPARISONS = (
    (r"大于等于|大于或等于|不小于|不低于|不少于|至少为?|>=|≥", ">="),
    (r"小于等于|小于或等于|不大于|不高于|不超过|至多为?|最多为?|<=|≤", "<="),
    (r"大于|超过|高于|多于|>", ">"),
    (r"小于|低于|少于|不足|不到|<", "<"),
    (r"不等于|不是|不为|!=", "!="),
    (r"等于|为|是|=+", "="),
)
_LEFT_OVER = re.compile(
    r"且|并且|而且|同时|企鹅|学生|员工|汽车|列|有没有|存在|订单|记录|样本|观测|[的是有在中里内,，。.?？!！:：、\s]|请问?|帮我|一下|吗|呢|多少|什么|哪些"
    r"|数据集?|表格?|文件|这个|该"
    r"|给出|列出|显示|计算|求|算出?|看看|告诉我|它们?|所有|全部|一共|总共|共|画出?|绘制|作出?|生成|一个|一张"
    r"|做|从|对|把|将|之间|情况|分别|为|和|与|占|出|图|条|个|行|名"
)


@dataclass
class _Heard:
    """What has been taken out of a question so far."""

    rest: str
    where: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def take(self, form: str) -> re.Match[str] | None:
        match = re.search(form, self.rest)
        if match:
            self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}"
        return match

    def has(self, form: str) -> bool:
        return self.take(form) is not None


def in_english(text: str) -> str:
    """The question in English words; as it is if it is not Chinese, or not wholly understood.

    Args:
        text: the question, with columns as @0, @1, … and their values as $0, $1, …
    """
    if not HAN.search(text):
        return text
    heard = _Heard(re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", text))
    said = _said(heard)
    left = _LEFT_OVER.sub("", heard.rest)
    return text if left or not said else said


def _said(heard: _Heard) -> str:
    whole = _of_the_whole(heard)
    if whole:
        return whole
    heard.take(r"(?:是|为|有)(?:多少|几|什么)(?!\s*[个行条种名人位只笔])")
    _conditions(heard)
    is_distinct = heard.has(
        r"不同的?(?=\s*@\d+.*(?:多少|几))|(?<=多少[个种])不同的?|(?<=几[个种])不同的?"
    )
    while match := heard.take(_BY.pattern):
        groups = [match[name] for name in ("by", "and", "each") if match[name]]
        heard.groups += [_PARTS.get(group, group) for group in groups]
    kind = next((kind for kind, form in _KINDS if heard.has(form)), "")
    found = _ranked(heard) if not kind else ""
    core = found or _core(heard, kind, is_distinct)
    where = "".join(f" {each}" for each in heard.where)
    return f"{core}{where}{_by(heard)}" if core else ""


def _by(heard: _Heard) -> str:
    return f" by {' and '.join(heard.groups)}" if heard.groups else ""


_OF_ALL = (
    (
        r"(?:多少|几)\s*[行条]\s*(?:数据|记录)?\s*(?:和|、|,)?\s*(?:多少|几)\s*列|形状|大小|几行几列",
        "shape of the table",
        "",
    ),
    (
        r"列名|哪些列|字段|列的?(?:数据)?类型|数据类型|(?:哪|多少|几)\s*(?:个)?列|有什么列",
        "what columns are there",
        "",
    ),
    (r"(?:每一?列|各列|每个?(?:字段|变量))?.*?(?:缺失值?|空值|缺失)", "missing values", "in"),
    (r"相关系数矩阵|相关(?:性)?矩阵|相关性?分析", "correlation matrix", ""),
    (r"重复(?:的)?(?:行|记录|数据)?", "how many duplicate rows are there", ""),
    (r"描述(?:性)?统计|统计摘要|摘要|概述|概况|总结|描述", "describe", "the table"),
)
"""Questions on the whole table; the last part is what stands before a column."""


def _of_the_whole(heard: _Heard) -> str:
    for form, words, before in _OF_ALL:
        match = re.search(form, heard.rest)
        if match is None:
            continue
        heard.rest = f"{heard.rest[: match.start()]} {heard.rest[match.end() :]}"
        inside = re.search(r"@\d+", match.group()) or (heard.take(r"@\d+") if before else None)
        if before == "the table":
            return f"{words} {inside.group() if inside else before}"
        return f"{words} {before} {inside.group()}" if inside and before else words
    return _of_columns(heard)


def _of_columns(heard: _Heard) -> str:
    if heard.has(r"相关(?:系数|性)?|关系"):
        marks = [match.group() for _ in range(2) if (match := heard.take(r"@\d+"))]
        return f"correlation of {' and '.join(marks)}" if len(marks) == 2 else ""
    if heard.has(r"异常值|离群值|离群点"):
        match = heard.take(r"@\d+")
        return f"outliers in {match.group()}" if match else ""
    if match := heard.take(rf"前\s*{_N}\s*[行条](?:数据|记录)?$"):
        return f"first {_number(match)} rows"
    return ""


def _number(match: re.Match[str]) -> str:
    return _DIGITS.get(match["n"], match["n"])


def _conditions(heard: _Heard) -> None:
    between = r"(@\d+)\s*在?\s*(-?[\d.]+)\s*(?:到|至|和|-|~)\s*(-?[\d.]+)\s*之间(?:的)?"
    while match := heard.take(between):
        heard.where.append(f"with {match[1]} between {match[2]} and {match[3]}")
    for form, sign in _COMPARISONS:
        while match := heard.take(rf"(@\d+)\s*(?:{form})\s*(-?\d+(?:\.\d+)?)(?![\d年月])(?:的)?"):
            heard.where.append(f"with {match[1]} {sign} {match[2]}")
    while match := heard.take(r"(@\d+)\s*(不是|不为|不等于|!=)\s*(\$\d+)(?:的)?"):
        heard.where.append(f"with {match[1]} not {match[3]}")
    while match := heard.take(r"(@\d+)\s*(?:是|为|等于|=+|在)?\s*(\$\d+)(?:的)?"):
        heard.where.append(f"with {match[1]} is {match[2]}")
    while match := heard.take(r"(?:在|来自)?\s*(\$\d+)\s*(?:的|地区|中|里)?"):
        heard.where.append(f"for {match[1]}")
    _moments(heard)


def _moments(heard: _Heard) -> None:
    if match := heard.take(r"([12]\d{3})\s*年\s*(1[0-2]|[1-9])\s*月份?"):
        heard.where.append(f"in {MONTHS[int(match[2]) - 1]} {match[1]}")
    elif match := heard.take(r"([12]\d{3})\s*年第?\s*([1-4一二三四])\s*季度"):
        heard.where.append(f"in q{_DIGITS.get(match[2], match[2])} {match[1]}")
    elif match := heard.take(r"(?:在)?\s*([12]\d{3})\s*年"):
        heard.where.append(f"in {match[1]}")


_ENDS = ((r"最[高大多贵重长好]", "highest"), (r"最[低小少便轻短差]宜?", "lowest"))


def _ranked(heard: _Heard) -> str:
    """ "@5 最大的前5个", "哪个 @4 的 @8 最高"."""
    for form, end in _ENDS:
        if match := heard.take(
            rf"(?P<what>[^@$]*?)(?P<value>@\d+)\s*的?(?P<more>[^@$]*?){form}的?\s*(?P<name>@\d+)"
            r"\s*(?:是哪一?[个种家位]?)?[?？]?\s*$"
        ):
            measure = _measure(what := _Heard(match["what"] + match["more"]))
            left = _LEFT_OVER.sub("", what.rest)
            return "" if left else f"which {match['name']} has the {end} {measure} {match['value']}"
        if match := heard.take(rf"哪一?[个种家位]?\s*(?P<name>@\d+)\s*的?(?P<what>.*?){form}"):
            measure = _measure(what := _Heard(match["what"]))
            value = what.take(r"@\d+")
            if _LEFT_OVER.sub("", what.rest):
                return ""
            if value is None:
                return f"which {match['name']} has the most rows" if end == "highest" else ""
            return f"which {match['name']} has the {end} {measure} {value.group()}"
        if re.search(rf"{form}[^@]*?\d|前", heard.rest) and heard.has(form):
            count = heard.take(rf"的?前?\s*{_N}\s*[个行条名位只]?")
            marks = [m.group() for _ in range(2) if (m := heard.take(r"@\d+"))]
            side = "top" if end == "highest" else "bottom"
            if not count or not marks:
                return ""
            name = marks[1] if len(marks) == 2 else "rows"
            return f"{side} {_number(count)} {name} by {marks[0]}"
    return ""


def _measure(heard: _Heard) -> str:
    return " and ".join(name for name, form in _MEASURES if heard.has(form))


def _core(heard: _Heard, kind: str, is_distinct: bool) -> str:
    growth = heard.has(r"(?:环比|同比)?(?:增长率|增长|增速|变化率)|环比|同比")
    running = heard.has(r"累计|累积")
    share = heard.has(r"占比|比例|百分比|比重|份额|占多少")
    distinct = is_distinct or heard.has(
        r"(?:有)?(?:多少|几)\s*[种个]不同的?|不同的?(?:值)?(?:的)?(?:数量|个数)|去重(?:计数)?"
    )
    end = "descending" if heard.has(r"降序|从大到小|从高到低|倒序") else ""
    end = end or ("ascending" if heard.has(r"升序|从小到大|从低到高") else "")
    heard.take(r"排序|排列") if end else None
    count = heard.has(rf"(?:有)?(?:多少|几)\s*{_NOUNS}|行数|数量|个数|数目|人数|计数|频数")
    measure = _measure(heard)
    marks = []
    while match := heard.take(r"@\d+"):
        marks.append(match.group())
    tail = f", sorted {end}" if end else ""
    heard.groups = [group for group in heard.groups if group not in marks] or heard.groups
    what = _what(marks, measure, distinct=distinct, counted=count, shared=share, kind=kind)
    if not what:
        return ""
    before = "growth of " if growth else "running " if running else ""
    drawn = f"plot {kind} of " if kind else ""
    if tail:
        heard.groups, by = [], _by(heard)
        return f"{drawn}{before}{what}{by}{tail}"
    return f"{drawn}{before}{what}"


def _what(
    marks: list[str], measure: str, *, distinct: bool, counted: bool, shared: bool, kind: str
) -> str:
    if len(marks) > 1:
        join = " and " if kind == "scatter plot" or measure else " by "
        return f"{measure} of {join.join(marks)}" if measure else join.join(marks)
    value = marks[0] if marks else ""
    if shared:
        return f"share of {value}" if value else "share of rows"
    if distinct or (counted and value):
        return f"number of distinct {value}" if value else ""
    if value:
        return f"{measure} of {value}" if measure else value
    return "how many rows" if counted or kind else ""
