"""The catalogue of sheets of exercises; {} stands for a formula, value or list."""

from __future__ import annotations

EXERCISE_SENTENCES = {
    "{}": "{}",
    "Solve for {}.": "求 {}。",
    "Solve by the quadratic formula.": "用求根公式解方程。",
    "Factor.": "分解因式。",
    "Expand and collect.": "展开并合并同类项。",
    "Work out, and simplify.": "计算并化简。",
    "Work out.": "计算。",
    "Differentiate.": "求导。",
    "Integrate.": "求积分。",
    "Simplify.": "化简。",
    "Find the vertex.": "求顶点。",
    "Find the third side of the right triangle.": "求直角三角形的第三边。",
    "Find the mean and the median.": "求平均数和中位数。",
    "Find the greatest common divisor.": "求最大公约数。",
    "Find the least common multiple.": "求最小公倍数。",
    "{} of {}": "{1} 的 {0}",
    "{} is what percentage of {}?": "{} 是 {} 的百分之几？",
    "Legs {}: the hypotenuse?": "两直角边为 {}，斜边是多少？",
    "Hypotenuse {} and leg {}: the other leg?": "斜边 {}，一条直角边 {}，另一条直角边是多少？",
    "mean {}, median {}": "平均数 {}，中位数 {}",
    "**Solutions**": "**答案**",
    "Ask for “the solutions” to see them.": "说“答案”就能看到答案。",
}
