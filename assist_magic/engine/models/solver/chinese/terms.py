"""What stands in the formulas of answers as words, in Chinese."""

from __future__ import annotations

WORDS = {
    "or": "或",
    "centre": "圆心",
    "quotient": "商",
    "remainder": "余式",
    "minimum": "最小值",
    "maximum": "最大值",
    "vertex": "顶点",
    "local minimum": "极小值点",
    "local maximum": "极大值点",
    "increasing on": "单调递增区间：",
    "decreasing on": "单调递减区间：",
    "mean": "平均数",
    "geometric mean": "几何平均数",
    "median": "中位数",
    "mode": "众数",
    "range": "极差",
    "population variance": "总体方差",
    "sample variance": "样本方差",
    "population standard deviation": "总体标准差",
    "sample standard deviation": "样本标准差",
    "-intercept": "轴截距",
    "rad": "弧度",
}
"""Words inside formulas."""
