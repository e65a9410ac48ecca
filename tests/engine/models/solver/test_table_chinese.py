"""Questions on tables in Chinese; the truths are worked out by csv alone."""

from __future__ import annotations

import statistics
from collections import Counter
from pathlib import Path

import pytest

from assist_magic.engine.models.base import Declined
from assist_magic.engine.models.solver.chinese.table_sentences import TABLE_SENTENCES
from tests.engine.models.solver.conversation import Python
from tests.engine.models.solver.shop import table as table_of
from tests.engine.models.solver.test_tables import ROWS, ask, groups, write

MASS = groups("species", "body_mass_g")
WHOLE = [value for values in MASS.values() for value in values]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("有多少行?", "344"),
        ("一共有多少条记录?", "344"),
        ("列名有哪些", "flipper"),
        ("每列有多少缺失值?", "11"),
        ("平均 body_mass_g 是多少?", f"{statistics.fmean(WHOLE):.4f}"),
        ("body_mass_g 的中位数", "4050"),
        ("body_mass_g 的标准差", f"{statistics.stdev(WHOLE):.4f}"),
        ("sex 为 female 的有多少只?", str(sum(r["sex"] == "female" for r in ROWS))),
        ("body_mass_g 大于 5000 的有多少只?", str(sum(value > 5000 for value in WHOLE))),
        ("body_mass_g 最大的前3个", "6300"),
        ("body_mass_g 和 flipper_length_mm 的相关系数", "0.8712"),
        ("哪个 species 的 body_mass_g 平均值最高?", "Gentoo"),
        ("Gentoo 占比是多少", f"{100 * sum(r['species'] == 'Gentoo' for r in ROWS) / 344:.4f}"),
        ("不同的 species 有多少种?", "3"),
        ("body_mass_g 有没有异常值?", "0"),
    ],
)
def test_one_answer(python: Python, question: str, said: str) -> None:
    assert said in ask(python, question).text


@pytest.mark.parametrize(
    "question",
    [
        "按 species 分组求 body_mass_g 的平均值",
        "每个 species 的平均 body_mass_g 是多少",
        "各species的body_mass_g均值",
        "请帮我按照 species 计算 body_mass_g 的平均数",
        "每个 species 的 body_mass_g 平均值,从大到小排序",
    ],
)
def test_groups(python: Python, question: str) -> None:
    wanted = {name: statistics.fmean(values) for name, values in MASS.items()}
    assert table_of(ask(python, question)) == pytest.approx(wanted, rel=1e-4)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("每个 species 的平均 body_mass_g", "中每个 `species` 的 `body_mass_g` 的平均值："),
        ("body_mass_g 的中位数", "中 `body_mass_g` 的中位数是 **4050**。"),
        ("有多少行?", "`penguins.csv` 有 **344 rows**。"),
        ("多少行多少列?", "`penguins.csv` 有 **344 rows**和**8 columns**。"),
        ("每列有多少缺失值?", "中共有 **19** 个缺失值。"),
        ("画 body_mass_g 的直方图", "图为 `body_mass_g` 的直方图（`penguins.csv` 的 342 行）。"),
        ("body_mass_g 大于 5000 的有多少只?", "`body_mass_g` > 5000 的行。"),
    ],
)
def test_answers_are_told_in_chinese(python: Python, question: str, told: str) -> None:
    assert told in ask(python, question).text


@pytest.mark.parametrize(("english", "chinese"), TABLE_SENTENCES.items())
def test_no_sentence_asks_for_more_than_it_has(english: str, chinese: str) -> None:
    assert chinese.format(*"abcdef"[: english.count("{}")])


def test_counts_and_shares(python: Python) -> None:
    counts = Counter(row["island"] for row in ROWS)
    assert table_of(ask(python, "每个 island 有多少只企鹅?")) == counts
    shares = {name: 100 * count / len(ROWS) for name, count in counts.items()}
    assert table_of(ask(python, "各 island 的占比")) == pytest.approx(shares, rel=1e-4)


@pytest.mark.parametrize(
    ("question", "x", "y"),
    [
        ("画 body_mass_g 的直方图", "body_mass_g", "number of rows"),
        ("按 species 画 flipper_length_mm 的箱线图", "species", "flipper_length_mm"),
        ("画 bill_length_mm 和 body_mass_g 的散点图", "bill_length_mm", "body_mass_g"),
        ("画各 species 的 body_mass_g 平均值的柱状图", "species", "mean of body_mass_g"),
        ("画每个 year 的平均 body_mass_g 的折线图", "year", "mean of body_mass_g"),
    ],
)
def test_plots(python: Python, question: str, x: str, y: str) -> None:
    (picture,) = ask(python, question).pictures
    assert (picture["x"], picture["y"]) == (x, y)


def test_columns_and_values_in_chinese(python: Python, tmp_path: Path) -> None:
    text = "城市,销售额,日期\n北京,100,2024-01-05\n上海,250,2024-02-11\n北京,50,2024-02-12\n"
    path = write(tmp_path, "销售.csv", text, "gb18030")
    assert table_of(ask(python, "每个城市的总销售额", path)) == {"北京": 150, "上海": 250}
    assert table_of(ask(python, "按月份统计销售额总和", path)) == {"2024-01": 100, "2024-02": 300}
    assert "**上海**" in ask(python, "销售额最高的城市是哪个?", path).text
    assert "150" in ask(python, "北京的销售额总和是多少?", path).text


@pytest.mark.parametrize(
    "question",
    ["为什么 Gentoo 的 body_mass_g 大?", "预测 body_mass_g", "每个物种的平均体重", "平均翅膀长度"],
)
def test_what_is_not_sure_is_declined(python: Python, question: str) -> None:
    with pytest.raises(Declined):
        ask(python, question)
