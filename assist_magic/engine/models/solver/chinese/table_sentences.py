"""The catalogue of answers on tables; {} stands for a column, a file, a number or a list."""

from __future__ import annotations

_MEASURES = {
    "mean": "平均值",
    "median": "中位数",
    "sum": "总和",
    "minimum": "最小值",
    "maximum": "最大值",
    "standard deviation": "标准差",
    "variance": "方差",
    "interquartile range": "四分位距",
    "range": "极差",
    "number of values": "值的个数",
    "number of different values": "不同值的个数",
}
_OF_COLUMN = {
    "The {m} of {} in {} is {}.": "{{1}} 中 {{0}} 的{m}是 {{2}}。",
    "The {m} of {} for each {} in {}:": "{{2}} 中每个 {{1}} 的 {{0}} 的{m}：",
    "The change of the {m} of {} for each {} in {}:": "{{2}} 中每个 {{1}} 的 {{0}} 的{m}的变化：",
    "The share of the {m} of {} for each {} in {}:": "{{2}} 中每个 {{1}} 的 {{0}} 的{m}的占比：",
    "{} without a measure is read as its {m}.": "没有说明统计量，按 {{0}} 的{m}计算。",
}
_SIGNS = (">", "<", "≥", "≤", "=")
_FIXED = {
    "The number of rows for each {} in {}:": "{1} 中每个 {0} 的行数：",
    "The share of the rows for each {} in {}:": "{1} 中每个 {0} 占的行数比例：",
    "The running total of {} for each {} in {}:": "{2} 中按 {1} 累计的 {0}：",
    "Rows without a value left out: {}.": "没有值的行未计入：{}。",
    "Rows without a group left out: {}.": "不属于任何组的行未计入：{}。",
    "worked out again in another way, the result is the same.": "用另一种方法重新计算，结果相同。",
    "no other row goes beyond it.": "没有别的行超过它。",
    "The highest is {} ({}).": "最高的是 {}（{}）。",
    "The lowest is {} ({}).": "最低的是 {}（{}）。",
    "The plot shows the result as bars.": "图中用柱形画出了结果。",
    "The plot shows the result as stacked bars.": "图中用堆叠柱形画出了结果。",
    "The plot shows the result as a line.": "图中用折线画出了结果。",
    "The plot shows the result as a pie.": "图中用饼图画出了结果。",
    "The plot shows a histogram of {}, from {} rows of {}.": "图为 {0} 的直方图（{2} 的 {1} 行）。",
    "The plot shows a box plot of {}, from {} rows of {}.": "图为 {0} 的箱线图（{2} 的 {1} 行）。",
    "The plot shows a box plot of {} for each {}, from {} rows of {}.": (
        "图为每个 {1} 的 {0} 的箱线图（{3} 的 {2} 行）。"
    ),
    "The plot shows {} against {}, a point for each row, from {} rows of {}.": (
        "图中每一行是一个点，横轴为 {1}，纵轴为 {0}（{3} 的 {2} 行）。"
    ),
    "Missing values in {}: {} in all.": "{} 中共有 {} 个缺失值。",
    "Missing values in {}: {}.": "{} 中的缺失值：{}。",
    "{} has {}.": "{} 有 {}。",
    "{} of the {} rows of {}:": "{2} 的 {1} 行中有 {0} 行：",
    "Saved as {}.": "已保存为 {}。",
    "That alone says nothing of a cause.": "仅凭这一点不能说明因果。",
    "Pearson's correlations in {}:": "{} 中各列的皮尔逊相关系数：",
}

TABLE_SENTENCES = {
    **_FIXED,
    **{
        english.replace("{m}", words): told.format(m=name)
        for words, name in _MEASURES.items()
        for english, told in _OF_COLUMN.items()
    },
    **{f"the rows where {{}} {sign} {{}}.": f"{{}} {sign} {{}} 的行。" for sign in _SIGNS},
}
