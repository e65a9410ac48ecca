"""The catalogue's sentences on lines, circles, series, polynomials, parameters and money."""

from __future__ import annotations

LESSON_SENTENCES = {
    "The slope of the line {}:": "直线 {} 的斜率：",
    "Solve for {}: {}.": "解出 {}：{}。",
    "The slope is the number before {}.": "{} 的系数就是斜率。",
    "On the {}-axis {}; put in and solved for {}: {}.": "在 {} 轴上 {}；代入后解出 {}：{}。",
    "The circle {}:": "圆 {}：",
    "Complete the squares of {}: {}.": "对 {} 配方：{}。",
    "the square form, expanded, is the equation again": "标准式展开后就是原方程",
    "The digits {} repeat without end.": "数字 {} 无限循环。",
    "With {}: {}, as the endless parts cancel.": "设 {}：{}，无限循环的部分相消。",
    "So {}, cancelled.": "所以 {}，再约分。",
    "the division gives these digits": "做除法得到这些数字",
    "{} **diverges**.": "{} **发散**。",
    "{} **converges**.": "{} **收敛**。",
    "The terms go to {}.": "通项趋于 {}。",
    "The terms go to {}. A series can converge only if its terms go to {}.": (
        "通项趋于 {}。只有通项趋于 {} 的级数才可能收敛。"
    ),
    "the sum was taken from n = {}.": "求和从 n = {} 开始。",
    "{} divided by {}:": "{} 除以 {}：",
    "quotient times divisor plus remainder is the polynomial again": ("商乘以除式加余式等于被除式"),
    "The solutions of {} are counted by the discriminant:": "用判别式判断 {} 的解的个数：",
    "The discriminant {} is {}.": "判别式 {} 为 {}。",
    "It has to be {}.": "必须满足 {}。",
    "The new price:": "新价格：",
    "The change, as a part of the old value:": "变化量占原值的百分比：",
    "{}% was read as {}% of {}, as calculators do.": "{0}% 按 {2} 的 {1}% 理解，与计算器相同。",
    "These are {} terms:": "共有 {} 项：",
    "the terms add up to it": "各项相加得到该结果",
    "the terms go on with a constant difference or, failing that, a constant ratio.": (
        "各项按固定的差（否则按固定的比）延续。"
    ),
}
"""English sentences with their Chinese; see sentences.py."""
