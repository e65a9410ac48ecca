"""The catalogue: the sentences of answers in Chinese; {} stands for a formula, value or list."""

from __future__ import annotations

from assist_magic.engine.models.solver.chinese.exercise_sentences import EXERCISE_SENTENCES
from assist_magic.engine.models.solver.chinese.lesson_sentences import LESSON_SENTENCES
from assist_magic.engine.models.solver.chinese.table_sentences import TABLE_SENTENCES
from assist_magic.engine.models.solver.chinese.tutor_sentences import TUTOR_SENTENCES

_FRAME = {
    "Exact solver: computed with SymPy.": "精确求解器：由 SymPy 计算。",
    "Exact solver: computed with pandas.": "精确求解器：由 pandas 计算。",
    "Note:": "说明：",
    "Check:": "验算：",
    "**The check failed**:": "**验算未通过**：",
    "Given:": "已知：",
    "Given: {}.": "已知：{}。",
    "Noted: {}.": "已记下：{}。",
    "From {}:": "由 {}：",
    "For {}:": "当 {} 时：",
    "With {}:": "其中 {}：",
    "There is none.": "没有。",
    "There are none.": "没有。",
    "**Yes**:": "**是**：",
    "**No**:": "**否**：",
    "**Yes**: {}.": "**是**：{}。",
    "**No**: {}.": "**否**：{}。",
    "so that": "于是",
}
_EQUATIONS = {
    "Solving {} for {}.": "解 {}，求 {}。",
    "Solving {} for {} with {} in the given range:": "解 {}，求 {}，{} 在给定范围内：",
    "Solving the system {} for {}.": "解方程组 {}，求 {}。",
    "Solving {} for real {}:": "在实数范围内解 {}，求 {}：",
    "The roots of {} are the solutions of {}.": "{} 的零点就是方程 {} 的解。",
    "Terms with {} to the left, numbers to the right: {}.": (
        "含 {} 的项移到左边，常数移到右边：{}。"
    ),
    "Divide both sides by {}.": "两边同时除以 {}。",
    "With everything on one side: {}, so {}.": "全部移到一边：{}，所以 {}。",
    "With everything on one side: {}": "全部移到一边：{}",
    "Discriminant: {}.": "判别式：{}。",
    "Quadratic formula: {}.": "求根公式：{}。",
    "There is **no solution** among the real numbers.": "在实数范围内**无解**。",
    "There is **no solution**": "**无解**",
    "The complex solutions are": "复数解为",
    "The {} roots are complex.": "{} 个根都是虚数。",
    "The other {} roots are complex.": "其余 {} 个根是虚数。",
    "The other root is complex.": "另一个根是虚数。",
    "Here {} is any integer.": "其中 {} 为任意整数。",
    "This holds where no denominator is zero.": "分母不为零时成立。",
    "Both sides are equal for **every** value of {}.": "对 {} 的**任意**值，两边都相等。",
    "There are **infinitely many** solutions: the equations depend.": (
        "有**无穷多**组解：方程之间不独立。"
    ),
}
_FUNCTIONS = {
    "The vertex of the parabola {}:": "抛物线 {} 的顶点：",
    "The vertex lies at {} with {}: {}.": "顶点的横坐标为 {}，其中 {}：{}。",
    "Its other coordinate is the value there: {}.": "纵坐标是该处的函数值：{}。",
    "It is the maximum: the parabola opens downwards.": "它是最高点：抛物线开口向下。",
    "It is the minimum: the parabola opens upwards.": "它是最低点：抛物线开口向上。",
    "The plot shows {} for {}.": "图中画出了 {}，范围是 {}。",
    "Marked vertex: {}.": "标出的顶点：{}。",
    "Marked roots: {}.": "标出的零点：{}。",
    "It has no roots in the plotted range to mark.": "所画范围内没有零点可标。",
    "The value of {} at {}:": "{} 在 {} 处的值：",
    "The domain of {} among the real numbers:": "{} 在实数范围内的定义域：",
    "The range of {} among the real numbers:": "{} 在实数范围内的值域：",
    "Extrema of {}:": "{} 的极值：",
    "Critical points of {}:": "{} 的驻点：",
    "Inflection points of {}:": "{} 的拐点：",
    "Monotonicity of {}:": "{} 的单调性：",
    "Asymptotes of {}:": "{} 的渐近线：",
    "Intercepts of {}:": "{} 的截距：",
    "The tangent to {} at {}:": "{} 在 {} 处的切线：",
    "The normal to {} at {}:": "{} 在 {} 处的法线：",
}
_ALGEBRA = {
    "Simplified: {}": "化简：{}",
    "Expanded: {}": "展开：{}",
    "Factored: {}": "因式分解：{}",
    "In partial fractions: {}": "部分分式：{}",
    "It is already in this form.": "它已经是这种形式。",
    "This holds for {}: the given form has no value there.": "当 {} 时成立：原式在那里没有意义。",
    "This holds where no denominator of the given form is zero.": "原式的分母不为零时成立。",
    "For positive {}:": "当 {} 为正数时：",
    "Collected: {}, so that": "整理得：{}，于是",
    "The coefficient of {}:": "{} 的系数：",
}
_CALCULUS = {
    "The derivative of {} with respect to {}:": "{} 对 {} 的导数：",
    "The second derivative of {} with respect to {}:": "{} 对 {} 的二阶导数：",
    "The derivative of order {} of {} with respect to {}:": "{1} 对 {2} 的 {0} 阶导数：",
    "At {} its value is": "在 {} 处的值为",
    "An antiderivative of {}, and the constant:": "{} 的一个原函数，加上常数：",
    "The integral of {} between the limits:": "{} 在积分限之间的积分：",
    "Where the argument of the logarithm is negative, take its absolute value.": (
        "对数的真数为负时，取其绝对值。"
    ),
    "{} It diverges.": "{} 它发散。",
    "Terms up to order {}.": "展开到 {} 阶。",
}
_NUMBERS = {
    "Rounded to {} decimal places: {}": "保留 {} 位小数：{}",
    "Rounded to {} decimal place: {}": "保留 {} 位小数：{}",
    "{} rounded to {} decimal places: {}": "{} 保留 {} 位小数：{}",
    "{} rounded to {} decimal place: {}": "{} 保留 {} 位小数：{}",
    "{} rounded to the nearest integer: {}": "{} 四舍五入到整数：{}",
    "{} rounded to the nearest {}: {}": "{} 四舍五入到最接近的 {} 的倍数：{}",
    "This is not a real number.": "这不是实数。",
    "{} has **no value**: division by zero is not defined.": "{} **没有意义**：不能除以零。",
    "{} has **no value**: it is not defined there.": "{} **没有意义**：在那里没有定义。",
    "The greatest common divisor of {}:": "{} 的最大公约数：",
    "The least common multiple of {}:": "{} 的最小公倍数：",
    "The least common denominator of {}:": "{} 的最小公分母：",
    "{} divided by {} leaves the remainder": "{} 除以 {} 的余数为",
    "{} divided by {} leaves the remainder {}.": "{} 除以 {} 的余数为 {}。",
    "{} divided by {} leaves the quotient {} and remainder": "{} 除以 {}，商为 {}，余数为",
    "the remainder of {} divided by {} is {}.": "{} 除以 {} 的余数为 {}。",
    "**Yes**, {} divides {}:": "**是**，{} 整除 {}：",
    "**No**, {} does not divide {}:": "**否**，{} 不整除 {}：",
    "{} has no divisors but {} and itself.": "{} 除了 {} 和它本身没有别的因数。",
    "{} is {}.": "{} 等于 {}。",
    "**No**: {} is neither prime nor composite.": "**否**：{} 既不是质数也不是合数。",
    "The factorisation into primes of {}:": "{} 分解质因数：",
    "The prime factors of {}:": "{} 的质因数：",
    "The divisors of {}:": "{} 的约数：",
    "The primes up to {}:": "不超过 {} 的质数：",
    "The primes less than {}:": "小于 {} 的质数：",
    "The first {} primes:": "前 {} 个质数：",
    "The sum of the digits of {}:": "{} 的各位数字之和：",
    "The units digit of {}:": "{} 的个位数字：",
    "The tens digit of {}:": "{} 的十位数字：",
    "The hundreds digit of {}:": "{} 的百位数字：",
    "The bigger number:": "较大的数：",
    "The smaller number:": "较小的数：",
    "Its distance from {} is {}.": "它与 {} 的距离为 {}。",
    "In order: {}.": "按顺序：{}。",
    "In ascending order:": "从小到大：",
    "In descending order:": "从大到小：",
    "{} in base {}: {}, that is {}.": "{} 的 {} 进制：{}，即 {}。",
    "In base ten it is {}.": "十进制为 {}。",
    "The ways to choose {} of {}:": "从 {1} 个中选 {0} 个的方法数：",
    "The ways to choose {} of {}, where the order does not matter:": (
        "从 {1} 个中选 {0} 个的方法数（不计顺序）："
    ),
    "The orders of {} different things:": "{} 个不同元素的排列数：",
    "The orders of {} things:": "{} 个元素的排列数：",
    "{} {} in {}, at {} {} each:": "{0} {1}换算成{2}，每{1}合 {3} {4}：",
    "{} {} after {}: {}": "{2} 之后 {0} {1}：{3}",
    "{} {} before {}: {}": "{2} 之前 {0} {1}：{3}",
    "From {} to {}:": "从 {} 到 {}：",
    "That is {} h {} min.": "即 {} 小时 {} 分钟。",
}
_LISTS = {
    "Of the values {}:": "数据 {}：",
    "The next term, by the rule {} for term n, of the sequence {}:": (
        "数列 {1} 的下一项，第 n 项的规律为 {0}："
    ),
    "The next terms, by the rule {} for term n, of the sequence {}:": (
        "数列 {1} 接下来的几项，第 n 项的规律为 {0}："
    ),
    "Term number n, of the sequence {}:": "数列 {} 的第 n 项：",
    "Term number {}, by the rule {}, of the sequence {}:": ("数列 {2} 的第 {0} 项，通项为 {1}："),
    "The eigenvalues:": "特征值：",
}
_CONVENTIONS = {
    "log was read as the logarithm to base {}; write ln for the natural one.": (
        "log 理解为以 {} 为底的对数；自然对数请写 ln。"
    ),
    "log was read as the natural logarithm.": "log 理解为自然对数。",
    "i was read as the imaginary unit.": "i 按虚数单位理解。",
    "the angle was read in radians; write {}° for degrees.": "角按弧度理解；角度请写成 {}°。",
    "a division before a factor without a sign was read from left to right, so that {}/2x is "
    "({})·x.": "省略乘号的因式前的除法按从左到右理解：{}/2x 即 ({})·x。",
    "the sequence was continued by the polynomial of the lowest degree, or by a constant ratio, "
    "that fits all given terms.": "按符合所有已知项的最低次多项式或固定公比来延续数列。",
    "the variance was taken of the whole population (divided by n); ask for the sample variance "
    "or sample standard deviation to divide by n - {}.": (
        "方差按总体计算（除以 n）；如需除以 n - {}，请问样本方差或样本标准差。"
    ),
    "times without a date were read as within one day; an earlier one as on the next day.": (
        "没有日期的时间视为同一天；较早的时间视为第二天。"
    ),
    "the series was taken up to order {}.": "级数取到 {} 阶。",
}
_CHECKS = {
    "the nearer the place, the nearer the values come to it": "越接近该点，函数值越接近它",
    "short secants of the graph have the same slopes": "与图像上短割线的斜率一致",
    "put back into the equation, both sides are equal": "代回方程，两边相等",
    "put back, every equation holds": "代回后，每个方程都成立",
    "the difference of the two forms simplifies to {}": "两式之差化简为 {}",
    "the slope at the vertex is {}": "顶点处的斜率为 {}",
    "a numerical integration gives the same": "数值积分得到相同的结果",
    "the derivative of the result is the integrand again": "对结果求导又得到被积函数",
    "at sample points inside and outside, the inequality holds just where it should": (
        "在解集内外取样检验，不等式恰好在应成立处成立"
    ),
    "the rule gives every given term": "该规律给出每个已知项",
    "quotient times divisor plus remainder is the number again": "商乘除数加余数等于原数",
    "no multiple of the step is nearer": "没有更接近的倍数",
    "it divides each of the numbers": "它整除每一个数",
    "each of the numbers divides it": "每一个数都整除它",
    "each neighbour is in the right order": "相邻两数的顺序都正确",
    "it goes through the point of the curve": "它经过曲线上的该点",
    "the powers of the primes multiply to the number": "各质数的幂相乘等于原数",
    "each fraction times it is a whole number": "每个分数乘以它都是整数",
    "both forms have the same value at a test point": "在检验点处两式的值相同",
    "the derivatives of both agree at the point": "两者在该点的各阶导数相同",
    "the function of the inverse is the variable": "代入反函数后得到自变量",
    "expanded, it is the same": "展开后与原式相同",
    "both points lie on the line": "两点都在直线上",
    "the product of both is the unit matrix": "两者之积为单位矩阵",
    "the factorials give the same": "用阶乘计算得到相同的结果",
    "read in base {}, the result is the same number": "按 {} 进制读出，结果是同一个数",
}
_FAILED = {
    "put back into the equation, the two sides differ.": "代回方程，两边不相等。",
    "put back, an equation does not hold.": "代回后，有方程不成立。",
    "the slope at the vertex is not {}.": "顶点处的斜率不为 {}。",
    "**The check did not confirm this**: the difference was not seen to be {}.": (
        "**验算未能确认**：没有看出两式之差为 {}。"
    ),
}
_RULES = {
    "Power rule {}: {}.": "幂法则 {}：{}。",
    "Power rule {}, term by term: {}.": "幂法则 {}，逐项求导：{}。",
    "From the table of derivatives: {}.": "由导数表：{}。",
    "Product rule {} with {}: {}.": "乘积法则 {}，其中 {}：{}。",
    "Quotient rule {} with {}: {}.": "商法则 {}，其中 {}：{}。",
    "Chain rule for {}, with {}: the outer derivative is {}, the inner one {}.": (
        "对 {} 用链式法则，令 {}：外层导数为 {}，内层导数为 {}。"
    ),
    "Put together: {}.": "合起来：{}。",
    "The first derivative: {}.": "一阶导数：{}。",
    "The derivative of order {}: {}.": "{} 阶导数：{}。",
    "Written out: {}.": "写出来：{}。",
    "Sum rule: each term on its own.": "和的法则：逐项积分。",
    "A constant: {}.": "常数：{}。",
    "Substitution {}: {}.": "换元 {}：{}。",
    "By parts, {} with {}: {}.": "分部积分，{}，其中 {}：{}。",
    "Rewritten: {}.": "改写：{}。",
    "From the table of integrals: {}.": "由积分表：{}。",
    "An antiderivative: {}.": "一个原函数：{}。",
    "Put in the limits: {} and {}.": "代入积分限：{}。",
    "The integral is {}.": "积分等于 {}。",
}
_WAYS = {
    "Everything on one side, factored: {}.": "全部移到一边并因式分解：{}。",
    "A product is zero where one of its factors is.": "乘积为零，当且仅当某个因式为零。",
    "Over one common denominator: {}.": "通分：{}。",
    "A fraction is zero where its numerator is: {}.": "分式为零，当分子为零：{}。",
    "{} makes the denominator zero, so it is no solution.": "{} 使分母为零，是增根，舍去。",
    "Square both sides and collect: {}.": "两边平方并整理：{}。",
    "This has the solutions {}.": "它的解为 {}。",
    "Squaring can add solutions: {} does not solve the given equation.": (
        "平方可能产生增根：{} 不满足原方程，舍去。"
    ),
    "{} does not solve the given equation.": "{} 不满足原方程，舍去。",
    "What is inside the bars is {} or {}.": "绝对值符号内等于 {}。",
    "The first case, {}: {}.": "第一种情况，{}：{}。",
    "The second case, {}: {}.": "第二种情况，{}：{}。",
    "Take logarithms: {}.": "两边取对数：{}。",
    "Raise {} to both sides: {}.": "以 {} 为底，两边取指数：{}。",
    "Multiply the first equation by {} and the second by {}, then subtract: {} cancels, and {} "
    "is left.": "第一个方程乘以 {}，第二个方程乘以 {}，相减消去 {}，得 {}。",
    "Divide by the number before {}: {}.": "除以 {} 的系数：{}。",
    "Put this into the first equation: {}, so {}.": "代入第一个方程：{}，所以 {}。",
    "Solve the first equation for {}: {}.": "由第一个方程解出 {}：{}。",
    "Solve the second equation for {}: {}.": "由第二个方程解出 {}：{}。",
    "Put it into the first equation: {}.": "代入第一个方程：{}。",
    "Put it into the second equation: {}.": "代入第二个方程：{}。",
    "Its solutions {} give {} each.": "它的解 {} 各给出一个 {}。",
    "Eliminate one unknown after the other; this is left: {}.": "逐个消元，得：{}。",
    "Solve from the last row upwards.": "从最后一行往上求解。",
    "Put in {}: {}.": "代入 {}：{}。",
    "The limit **does not exist**: the values keep swinging.": (
        "极限**不存在**：函数值不断来回摆动。"
    ),
    "They come near all values from {} to {} again and again.": (
        "函数值反复接近从 {} 到 {} 的所有值。"
    ),
    "The matrix has **no inverse**: its determinant is {}.": "该矩阵**不可逆**：行列式为 {}。",
    "The eigenvalues, each with its eigenvectors and their multiples:": (
        "特征值及其特征向量（特征向量的非零倍数也是特征向量）："
    ),
    "Put in:": "代入：",
    "Put in and multiplied out:": "代入并展开：",
    "The limit **does not exist**: the limits from both sides differ.": (
        "极限**不存在**：左右极限不相等。"
    ),
    "From the left it is {}, from the right {}.": "左极限为 {}，右极限为 {}。",
    "Divide with remainder: {}.": "带余除法：{}。",
    "Divide by the smallest prime factor again and again: {}.": "不断除以最小的质因数：{}。",
    "Euclid's algorithm divides, then divides the divisor by the remainder: {}.": (
        "辗转相除法，用除数再除以余数：{}。"
    ),
    "The last divisor is the greatest common divisor: {}.": "最后的除数就是最大公约数：{}。",
    "In prime factors: {}.": "分解质因数：{}。",
    "Take each prime with the smallest power that it has in them.": "取每个公共质因数的最低次幂。",
    "Take each prime with the largest power that it has in them.": "取每个质因数的最高次幂。",
    "Each digit counts a power of the base: {}.": "每一位数字乘以进制的幂：{}。",
    "Divide by the new base again and again: {}.": "不断除以新的进制：{}。",
    "The remainders, read backwards, are the digits.": "把余数倒着读，就是各位数字。",
    "The common denominator is {}: {}.": "公分母为 {}：{}。",
    "Add the numerators: {}.": "分子相加：{}。",
    "Products and powers first: {}.": "先算乘除和乘方：{}。",
    "Percent means hundredths: {}; “of” means times: {}.": "百分数就是百分之几：{}；再相乘：{}。",
    "The sum is {}; divided by the number of values: {}.": "总和为 {}；除以个数：{}。",
    "In order: {}. The median is in the middle.": "从小到大排列：{}。中位数在正中间。",
    "The median is in the middle.": "中位数在正中间。",
    "The mean is {}; the squares of the distances from it add up to {}.": (
        "平均数为 {}；各数与它的差的平方和为 {}。"
    ),
    "Take out the common factor {}: {} is left.": "提取公因式 {}，剩下 {}。",
    "Two numbers with the product {} and the sum {}: {}.": "两个数，积为 {}，和为 {}：{}。",
    "Split the middle term and factor in groups: {}.": "拆开中间项，分组分解：{}。",
    "{} is a zero, so divide by {}: {} is left.": "{} 是零点，除以 {}，得 {}。",
    "Factor above and below: {}.": "分子、分母因式分解：{}。",
    "Cancel the common factor {}.": "约去公因式 {}。",
    "Factor the denominator: {}.": "分母因式分解：{}。",
    "Each factor gets a fraction of its own; compare the numerators to find theirs.": (
        "每个因式对应一个分式；比较分子，求出各分子。"
    ),
    "After {} is taken out, half of the number before {} is {}.": (
        "提出 {} 后，{} 的系数的一半为 {}。"
    ),
    "Add and subtract its square, {}.": "加上再减去它的平方 {}。",
    "The derivative: {}; its value there is the slope {}.": "导数：{}；它在该处的值就是斜率 {}。",
    "The curve has the height {} there.": "曲线在该处的函数值为 {}。",
    "The line through this point with this slope:": "过该点、以此为斜率的直线：",
    "The derivative: {}.": "导数：{}。",
    "It is zero at {} {}.": "它在 {} {} 处为零。",
    "Where it changes from plus to minus is a maximum, from minus to plus a minimum.": (
        "由正变负处为极大值，由负变正处为极小值。"
    ),
    "{}, with the rows {} and {}: {}.": "{}，两行为 {}：{}。",
    "Expand along the first row: {}.": "按第一行展开：{}。",
    "The determinant: {}.": "行列式：{}。",
    "Exchange the numbers of the diagonal, turn the signs of the others, and divide by the "
    "determinant: {}.": "交换主对角线上的数，其余变号，再除以行列式：{}。",
    "Now put in {}: {}.": "再代入 {}：{}。",
    "Above and below both become {} at {}.": "分子和分母在 {1} 处都等于 {0}。",
    "Cancel the common factor: {}.": "约去公因式：{}。",
    "Above and below both go to {}: by l'Hôpital's rule, differentiate both: {}.": (
        "分子和分母都趋于 {}：用洛必达法则，上下分别求导：{}。"
    ),
    "Terms with {} to the left, numbers to the right: {}.": (
        "含 {} 的项移到左边，常数移到右边：{}。"
    ),
    "Divide by {}, which is positive: {}.": "除以正数 {}：{}。",
    "Divide by {}, which is negative, so the sign turns: {}.": "除以负数 {}，不等号反向：{}。",
    "The sign can change only at the zeros {}.": "符号只可能在零点 {} 处改变。",
    "The sign between them, at one place each: {} gives {}.": (
        "在各区间取一点看符号：{} 处的值为 {}。"
    ),
}
SENTENCES = {
    **_FRAME,
    **_EQUATIONS,
    **_FUNCTIONS,
    **_ALGEBRA,
    **_CALCULUS,
    **_RULES,
    **_WAYS,
    **_NUMBERS,
    **_LISTS,
    **_CONVENTIONS,
    **{f"{words}.": f"{told}。" for words, told in _CHECKS.items()},
    **{f"not so that {words}.": f"并非{told}。" for words, told in _CHECKS.items()},
    **_FAILED,
    **EXERCISE_SENTENCES,
    **LESSON_SENTENCES,
    **TABLE_SENTENCES,
    **TUTOR_SENTENCES,
}
"""Sentences, or their parts up to a colon, each with what it is in Chinese."""
