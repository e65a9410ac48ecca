"""The catalogue of a tutor: hints, and what is said of lines of work, in Chinese."""

from __future__ import annotations

_FRAME = {
    "Exact solver: hint {} of {}.": "精确求解器：第 {} 个提示，共 {} 个。",
    "Exact solver: no more hints.": "精确求解器：没有更多提示了。",
    "Exact solver: no question stands.": "精确求解器：还没有题目。",
    "Which question is it about?": "是哪一道题？",
    "Write it, and you get the first hint.": "写出题目，就会得到第一个提示。",
    "That was the last hint: the next thing is the answer.": "这是最后一个提示，接下来就是答案了。",
    "Say “show me the answer” if you want it, or write your next line, and it will be checked.": (
        "想看答案就说“告诉我答案”；也可以写出你的下一步，我来检查。"
    ),
    "Part {} of {}.": "第 {} 部分，共 {} 部分。",
    "The first line: {} The rest is yours.": "第一步：{} 剩下的由你完成。",
    "Work that out.": "请算出来。",
}
_WORK = {
    "{}: given.": "{}：已知。",
    "{}: follows.": "{}：成立。",
    "{}: right.": "{}：正确。",
    "{}: **does not follow**.": "{}：**推不出来**。",
    "{}: **lets in more**.": "{}：**多出了解**。",
    "{}: **not equal**.": "{}：**不相等**。",
    "Line {} is the first that goes wrong: its solutions are not those of line {}.": (
        "从第 {} 行开始出错：它的解与第 {} 行的不同。"
    ),
    "Line {} is the first that goes wrong: it has fewer solutions than line {}.": (
        "从第 {} 行开始出错：它的解比第 {} 行的少。"
    ),
    "Line {} follows, but it has solutions that line {} has not, and they stay to the end.": (
        "第 {} 行推得出来，但多出了第 {} 行没有的解，而且一直留到了最后。"
    ),
    "{} makes line {} true, but not line {}.": "{} 使第 {} 行成立，却不使第 {} 行成立。",
    "{} makes line {} true, but not line {}: there, its left side is {} and its right side {}.": (
        "{} 使第 {} 行成立，却不使第 {} 行成立：这时它的左边是 {}，右边是 {}。"
    ),
    "From line {} to line {} the left side was changed by {}, but the right side by {}.": (
        "从第 {} 行到第 {} 行，左边变化了 {}，右边却变化了 {}。"
    ),
    "From line {} to line {} the left side was multiplied by {}, but the right side by {}.": (
        "从第 {} 行到第 {} 行，左边乘以了 {}，右边却乘以了 {}。"
    ),
    "A solution was lost: was there a division by something that can be {}, a root that has two "
    "signs, or one more factor that can be {}?": (
        "丢了一个解：是不是除以了可能为 {} 的式子，开方时漏了一个符号，"
        "或者还有一个可能为 {} 的因式？"
    ),
    "Squaring both sides, or multiplying by something that can be {}, can do that: put each "
    "solution into the first line.": (
        "两边平方，或者乘以可能为 {} 的式子，都会这样：请把每个解代回第一行检验。"
    ),
    "What may have happened:": "可能的原因：",
    "Line {} is the question that stands.": "第 {} 行是现在的题目。",
    "If your work is on another one, ask that one first.": "如果你做的是另一道题，请先写出那道题。",
    "only a product that is {} says something of each factor; bring all to one side first.": (
        "只有乘积为 {} 时才能推出某个因式为零；请先把所有项移到一边。"
    ),
    "the factor belongs to every term in the brackets, not to the first alone.": (
        "括号外的因数要乘括号里的每一项，而不只是第一项。"
    ),
    "the minus before the brackets turns the sign of every term in them.": (
        "括号前的负号要改变括号里每一项的符号。"
    ),
    "the square of a sum is not the sum of the squares; twice the product of the two terms belongs "
    "to it.": "和的平方不等于平方的和，还要加上两项乘积的两倍。",
    "the derivative of a product is not the product of the derivatives (product rule).": (
        "乘积的导数不是导数的乘积（要用乘法法则）。"
    ),
    "the derivative of a quotient is not the quotient of the derivatives (quotient rule).": (
        "商的导数不是导数的商（要用除法法则）。"
    ),
    "the derivative of what stands inside is missing as a factor (chain rule).": (
        "漏乘了内层函数的导数（链式法则）。"
    ),
    "an inequality turns its sign around when both sides are multiplied or divided by a negative "
    "number.": "不等式两边同乘或同除以负数时，不等号要改变方向。",
    "Every line follows so far.": "到这里每一步都正确。",
    "What remains: get {} alone on one side.": "还要做的：把 {} 单独留在一边。",
    "Every line follows, and the unknown stands alone: it is solved.": (
        "每一步都正确，未知数也已单独解出：这道题解完了。"
    ),
    "This is right: both sides are equal wherever both exist.": "正确：凡有意义处两边都相等。",
    "Every step is right: both sides are equal wherever both exist.": (
        "每一步都正确：凡有意义处两边都相等。"
    ),
    "At {}, the left side is {}, the right side {}.": "当 {} 时，左边是 {}，右边是 {}。",
    "At {}, the left side is about {}, the right side about {}.": (
        "当 {} 时，左边约为 {}，右边约为 {}。"
    ),
    "Yes, {} is right.": "对，{} 是正确的。",
    "No, {} is not it.": "不对，不是 {}。",
    "Go through your steps again, or ask for “another hint”.": (
        "再检查一遍你的步骤，或者要“再给个提示”。"
    ),
}
_EQUATIONS = {
    "This is a linear equation: {} stands in it to the first power only.": (
        "这是一元一次方程：{} 只出现一次方。"
    ),
    "Look at what is done to {}, and undo it step by step, always on both sides.": (
        "看看对 {} 做了哪些运算，再一步步还原，每一步都要两边同时做。"
    ),
    "In {}: on the side with {} the last step adds {}.": "在 {} 中：含 {} 的一边最后加上了 {}。",
    "In {}: on the side with {} the last step subtracts {}.": (
        "在 {} 中：含 {} 的一边最后减去了 {}。"
    ),
    "Undo that first.": "先把这一步还原。",
    "What has to be done to both sides for that?": "为此两边要同时做什么？",
    "In {}: bring all terms with {} to one side, and all plain numbers to the other.": (
        "在 {} 中：把含 {} 的项移到一边，常数移到另一边。"
    ),
    "This is a quadratic equation: the highest power of {} is the second.": (
        "这是一元二次方程：{} 的最高次数是二次。"
    ),
    "It can have two solutions, one, or none among the real numbers.": (
        "在实数范围内，它可能有两个解、一个解或没有解。"
    ),
    "With {} on one side it can be factored, or solved by the quadratic formula.": (
        "使一边为 {} 后，可以因式分解，也可以用求根公式。"
    ),
    "Bring {} into the form {} and read off the three coefficients.": (
        "把 {} 化成 {} 的形式，读出三个系数。"
    ),
    "Then factor the left side, or use {}.": "然后把左边因式分解，或者用 {}。",
    "Here {}.": "这里 {}。",
    "What is under the root? {} Work that out, and go on with the formula.": (
        "根号下是什么？{} 算出来，再代入公式。"
    ),
    "There are {} equations for {} unknowns, and all of them hold at once.": (
        "{} 个方程，{} 个未知数，要同时成立。"
    ),
    "Get rid of one unknown, so that an equation with one fewer is left.": (
        "先消去一个未知数，使未知数少一个。"
    ),
    "Begin with {}: solve it for {}, and put that into the other.": (
        "从 {} 开始：由它解出 {}，再代入另一个方程。"
    ),
    "(Or add multiples of the equations so that one unknown drops out.)": (
        "（也可以把方程乘以适当的数再相加，消去一个未知数。）"
    ),
    "Solved for {}: {} Put that in for {} in the other equation.": (
        "解出 {}：{} 用它代替另一个方程中的 {}。"
    ),
    "What is left has one unknown less.": "剩下的方程就少了一个未知数。",
    "An inequality is solved like an equation, with one difference: multiplying or dividing by a "
    "negative number turns its sign around.": (
        "解不等式和解方程一样，只有一点不同：两边同乘或同除以负数时，不等号要改变方向。"
    ),
    "In {}, bring the terms with {} to one side and the plain numbers to the other.": (
        "在 {} 中，把含 {} 的项移到一边，常数移到另一边。"
    ),
    "(With squares or fractions: bring all to one side, and ask where it changes its sign.)": (
        "（如果有平方或分式：全部移到一边，看它在哪里变号。）"
    ),
    "The first line: {} What comes next? Mind the sign of the number before {}.": (
        "第一步：{} 接下来呢？注意 {} 前面的数的符号。"
    ),
}
_EXPRESSIONS = {
    "Factoring is multiplying out, backwards.": "因式分解是展开的逆过程。",
    "First look for a factor that all terms share, then for a pattern: a difference of two "
    "squares, a square of a sum, or two brackets.": (
        "先找各项的公因式，再看是不是平方差、完全平方，或两个括号的乘积。"
    ),
    "In {}: do all terms share a number or a letter? If there are three terms, look for two "
    "numbers: their product belongs to the last term, their sum to the middle one.": (
        "在 {} 中：各项有没有公共的数或字母？如果有三项，"
        "就找两个数：它们的积对应末项，和对应中间项。"
    ),
    "Look for two numbers with the product {} and the sum {}.": "找两个数，积为 {}，和为 {}。",
    "All terms share the factor {}: put it before brackets.": "各项都有公因式 {}：把它提到括号外。",
    "Multiply out: every term of one bracket with every term of the other.": (
        "展开：一个括号的每一项都要乘另一个括号的每一项。"
    ),
    "Begin with {} times each term of {}.": "先用 {} 去乘 {} 的每一项。",
    "The first part: {} Now the next term of the first brackets; then collect like terms.": (
        "第一部分：{} 再算第一个括号的下一项，最后合并同类项。"
    ),
    "The vertex is where the parabola turns: it lies on its axis of symmetry.": (
        "顶点是抛物线转向的地方，在对称轴上。"
    ),
    "There is a formula for that place, {}, or complete the square.": (
        "它的横坐标有公式 {}，也可以配方。"
    ),
    "Compare {} with {}: what are {}? Once {} is known, put it into the function for the other "
    "coordinate.": "把 {} 与 {} 对照：{} 各是多少？求出 {} 后，代入函数得到纵坐标。",
    "Here {}, so {} Work that out, and put it into the function.": (
        "这里 {}，所以 {} 算出来，再代入函数。"
    ),
    "This is a sum: the derivative of a sum is the sum of the derivatives.": (
        "这是一个和：和的导数等于导数的和。"
    ),
    "Take it term by term; a number alone has the derivative {}.": "逐项求导；常数的导数是 {}。",
    "In {} the terms that count are {}.": "在 {} 中要求导的项是 {}。",
    "For a power, use {}; a factor in front stays.": "对幂函数用 {}；前面的系数不变。",
    "The derivative of the first term: {} Now the other terms.": "第一项的导数：{} 再求其余各项。",
    "This is a product of two functions: it needs the product rule.": (
        "这是两个函数的乘积：要用乘法法则。"
    ),
    "One function stands inside another: it needs the chain rule.": "这是复合函数：要用链式法则。",
    "Mind the order: brackets first, then powers and roots, then times and divided, then plus and "
    "minus.": "注意运算顺序：先括号，再乘方和开方，再乘除，最后加减。",
    "In {}, begin with {}.": "在 {} 中，先算 {}。",
    "The first step: {} Put that in, and go on.": "第一步：{} 代入后继续。",
    "Fractions can be added when they have the same denominator.": "分母相同的分数才能相加。",
    "Fractions can be subtracted when they have the same denominator.": "分母相同的分数才能相减。",
    "Here the denominators are {}.": "这里的分母是 {}。",
    "Find a number that both divide, and write each fraction with it.": (
        "找一个它们都能整除的数，用它作分母改写每个分数。"
    ),
    "The smallest common denominator is {}: {}.": "最小公分母是 {}：{}。",
    "What stands above?": "分子各是多少？",
    "A percent is a hundredth: the word “of” then means times.": (
        "百分之一就是一百份中的一份：“的”在这里表示乘。"
    ),
    "So {} of {} is {}.": "所以 {}（取 {} 的）就是 {}。",
    "One percent of {} is {}; write that down.": "{} 的百分之一是 {}；先写下来。",
    "Then take it {} times.": "再取它的 {} 倍。",
    "You look for the greatest number that divides them all.": "要找能整除它们的最大的数。",
    "Euclid's way: divide with remainder, again and again.": "辗转相除法：反复做带余除法。",
    "Or compare their prime factors.": "也可以比较它们的质因数。",
    "With {}: divide the greater by the smaller one.": "对 {}：用大数除以小数。",
    "The common divisors of both are those of the smaller one and the remainder.": (
        "两数的公约数就是小数与余数的公约数。"
    ),
    "The first line: {} What is left over? Go on with that and the smaller number; the last "
    "remainder that is not {} is what you look for.": (
        "第一步：{} 余数是多少？用余数和较小的数继续做下去；最后一个不为 {} 的余数就是要找的数。"
    ),
}
TUTOR_SENTENCES = _FRAME | _WORK | _EQUATIONS | _EXPRESSIONS
