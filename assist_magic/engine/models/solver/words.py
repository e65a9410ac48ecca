"""The vocabulary: many ways of saying a thing, each rewritten to one.

Rules are pairs of a regular expression and its replacement, applied in order. The first table
works on raw text (operators in words), the second on the skeleton of a question, in which
expressions already stand as #0, #1, …
"""

from __future__ import annotations

import re

Rules = tuple[tuple[re.Pattern[str], str], ...]


def rules(*pairs: tuple[str, str]) -> Rules:
    """Compiles a table of rules."""
    return tuple((re.compile(pattern, re.IGNORECASE), text) for pattern, text in pairs)


def rewritten(text: str, rules: Rules) -> str:
    """The text after every rule in order."""
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


CHINESE = rules(
    (r"请问|请你|请帮我|请|帮我|帮忙|一下|麻烦|谢谢|你能|能不能|可以|吗|呢|吧|啊", " "),
    (r"这个|该|此", " "),
    (r"它们?|其", " it "),
    (r"的?(?:最大公约数|最大公因数)", " gcd "),
    (r"的?最小公倍数", " lcm "),
    (r"(\d+) ?除以 ?(\d+) ?的余数", r" remainder when \1 is divided by \2 "),
    (r"是不是(?=[质素合])", "是"),
    (r"是(?:一个)?[质素]数", " is prime "),
    (r"是(?:一个)?合数", " is composite "),
    (r"分解质因数|质因数分解|的质因数分解", " prime factorization of "),
    (r"解不等式|求解不等式", " solve "),
    (r"不等式", " "),
    (r"[在当] ?(?=[a-z] ?趋)", " as "),
    (r"趋于|趋近于|趋向于|趋近", " approaches "),
    (r"无穷大?", " oo "),
    (r"时?的?极限", " limit "),
    (r"的?极值点?", " extrema "),
    (r"的?平均[数值]", " mean "),
    (r"的?中位数", " median "),
    (r"的?众数", " mode "),
    (r"的?方差", " variance "),
    (r"的?标准差", " standard deviation "),
    (r"的?定义域", " domain "),
    (r"的?值域", " range "),
    (r"的?渐近线", " asymptotes "),
    (r"的?(?:单调性|单调区间)", " monotonicity "),
    (r"转换[成为]|转[成为]|化[成为]", " to "),
    (r"二进制", " binary "),
    (r"十六进制", " hexadecimal "),
    (r"十进制", " decimal "),
    (r"把|将", " "),
    (r"二次函数|一次函数|函数|抛物线|曲线|表达式|多项式", " "),
    (r"解方程组?|求解方程组?|求解", " solve "),
    (r"方程组?的(?:解|根)", " solutions "),
    (r"方程组?", " "),
    (r"的?(?:顶点|定点)(?:坐标)?", " vertex "),
    (r"的?(?:图像|图象|图形|图)", " graph "),
    (r"画出|绘制|作出|画", " plot "),
    (r"的?(?:二阶导数)", " second derivative "),
    (r"的?导数|求导", " derivative "),
    (r"的?(?:不定积分|定积分|积分)", " integral "),
    (r"的?平方根", " square root "),
    (r"的?(?:零点|根)", " roots "),
    (r"因式分解", " factor "),
    (r"化简", " simplify "),
    (r"展开", " expand "),
    (r"的?解", " solutions "),
    (r"等于(?:多少|几)|是(?:多少|什么|几)|为多少|多少|计算|求出?|算出?", " find "),
    (r"等于", "="),
    (r"从", " from "),
    (r"到", " to "),
    (r"和|与", " and "),
    (r"现在|然后|那么", " "),
    (r"的值?", " "),
    (r"在|处|当|时", " "),
)

_OPERAND = r"(?<=[\w)\]`°])"
OPERATORS = rules(
    (r"\bsquared root\b", "square root"),
    (r"\bx[- ]?intercepts?\b", " roots "),
    (r"\by[- ]?intercepts?\b", " yintercept "),
    (
        r"\blim(?:it)?_? ?[({]?([a-z]) *(?:->|→|\\to) *([-+]?\w+) *[)}]? (?!of\b)",
        r"limit as \1 to \2 of ",
    ),
    (r"→|->", " to "),
    (r"(?<=[-+*/=(])\s*(?:the )?square root of\b", " squareroot "),
    (r"(?<=[-+*/=(])\s*(?:the )?(?:cube|cubic) root of\b", " cuberoot "),
    (r"\bhalf of\b", "(1/2) of"),
    (r"\b(?:a|one) third of\b", "(1/3) of"),
    (r"\btwo thirds of\b", "(2/3) of"),
    (r"\b(?:a|one) (?:quarter|fourth) of\b", "(1/4) of"),
    (r"\bthree (?:quarters|fourths) of\b", "(3/4) of"),
    (r"\b(?:a|one) fifth of\b", "(1/5) of"),
    (r"\b(?:a|one) tenth of\b", "(1/10) of"),
    (r"\b(when|if|for|where|with|at) ([a-z]) is (?=-?[\d.])", r"\1 \2 = "),
    (r"(?<=[\d)]) ?= ?\??$", ""),
    (r"\blog(?:arithm)? (?:to )?(?:the )?base (\d+) of \(?(\w+)\)?(?! ?[-+*/^(])", r"log(\2, \1)"),
    (r"\blog_(\d+) ?\(([^()]*)\)", r"log(\2, \1)"),
    (_OPERAND + r" squared\b", "^2"),
    (_OPERAND + r" cubed\b", "^3"),
    (_OPERAND + r" (?:raised )?to the power of \(?(-?\d+ ?/ ?\d+)\)?", r"^(\1)"),
    (_OPERAND + r" (?:raised )?to the (?:power of|power) (?=[\w(-])", "^"),
    (_OPERAND + r" raised to (?=[\d(-])", "^"),
    (_OPERAND + r" plus (?=[\w(-])", " + "),
    (_OPERAND + r" minus (?=[\w(-])", " - "),
    (r"\bminus (?=\d)", "-"),
    (_OPERAND + r" (?:times|multiplied by) (?=[\w(-])", " * "),
    (r"(?<! is)(?<! are)" + _OPERAND + r" (?:divided by) (?=[\w(-])", " / "),
    (r"(?<=\d) ?x ?(?=\d)", " * "),
    (r"\bd\.?p\.?s?(?=[ ,.?]|$)", "decimal places"),
    (r"\bzero (?=decimal)", "0 "),
    (r"\bnon-equal\b", "nonequal"),
    (
        r"(?<! or)(?<! not)(?<! are)" + _OPERAND + r" (?:is equal to|equals|equal to) (?=[-\w(`])",
        " = ",
    ),
    (r"(?<=[\d)\]\ue001]) ?(?:percent|per cent|pct)\b", "%"),
    (r"(?<![\w)\]\ue001])(?<![\w)\]\ue001] )%|\b(?:percent|per cent)\b", " percentage "),
    (r"\b(what|which|how many|to|as|into|as a|to a) ?%", r"\1 percentage "),
    (r" ?degrees\b(?! (?:celsius|fahrenheit|c|f)\b)", "°"),
    (r"(?<=\w) factorial\b", "!"),
    (r"(?<=\d),(?=\d{3}\b)", ""),
)

_POLITE = (
    "i'd like you to|i'd like to know|i'd like to|i'd like|i don't know how to|explain how to"
    "|simultaneously|can you help me to|can you please help me to|could you help me to|help me to"
    "|help me with|help with|can you help me|could you help me|please help me|help me"
    "|can you please|can you|could you|would you|will you|please|kindly|i need to"
    "|i need help with|i need help|i need you to|i need|i want to know|i want you to|i want to"
    "|i want|i would like you to|i would like to|i would like to know|i have to|i must"
    "|i am trying to|i try to|how do i|how do you|how do we|how can i|how to|let us|hi there"
    "|hi|hello|hey|good morning|good afternoon|thank you very much|thank you|thanks a lot"
    "|thanks|many thanks|in advance|for me|to me|me|step by step|with all steps|with steps"
    "|show your work|show the steps|show your steps|show me the steps|using python|with python"
    "|in python|using sympy|with sympy|using code|with code|using code interpreter|if you can"
    "|as well|too|now|then|next(?= ?,)|so(?! that)|okay|ok|just|also|finally|well|actually"
    "|exactly|quickly|again|for my homework|homework|do you know|i wonder|is it possible to"
    "|be able to"
    "|algebraically|my|your|dear|tutor|teacher|help|and so"
)

_KIND = (
    r"(?:(?:following|given|simple|single|simultaneous|linear|quadratic|cubic|polynomial|real"
    r"|mathematical|math|arithmetic|algebraic|definite|indefinite|two|three|both) )*"
    r"(?:functions?|equations?|expressions?|parabolas?|curves?|quadratics?|polynomials?|lines?"
    r"|numbers?|formulas?|brackets|problems?|fractions?|terms?)"
)

_FIND = (
    r"\b(?:find out|find|determine|compute|calculate|work out|figure out|get|give|tell|obtain"
    r"|evaluate|what is|what are|what was|what were|what will be|what would be|how much is"
    r"|how much are|state|show|return|locate|identify|which is|which are|where is|where are"
    r"|do|perform|take|write down)\b"
)

TABLE_PHRASES = rules(
    (rf"\b(?:{_POLITE})\b", " "),
    (_FIND, "find"),
    (r"\b(?:find ?)+\b", "find "),
    (r" +", " "),
)

_GIVEN = "(?:(?:for|given|consider|let|if|find) )?"
_NOUN = "vertex|roots|derivative|second derivative|integral"
_VERB = "plot|differentiate|integrate|simplify|expand|factor|solve"

PHRASES = rules(
    (r"\b(?:the|an|a)\b(?!')", " "),
    (r"\bwhat'?s\b", " what is "),
    (rf"\b(?:{_POLITE})\b", " "),
    (r" +", " "),
    (r"\bthis (?=(?:[a-z]+ )?(?:: )?#)", " "),
    (r"^(?:(?: |[.,!:;] ?)+|and )+|(?: ?[.,!:;?])+ ?$", ""),
    (r" ?: ?| - ", " "),
    (r"\b(?:simultaneous|system of) (?:linear )?equations?\b|\bsystem\b|\bboth equations\b", " "),
    (rf"\b{_KIND} (?=#)", " "),
    (r" +", " "),
    (r"\bsolutions?(?: set)? (?:of|to|for) (?=#)|\bsolving\b", "solve "),
    (r"\b(?:squareroot|square root|sqrt)\b(?: of)?", "squareroot of"),
    (r"\b(?:cuberoot|cube root|cubic root|third root)\b(?: of)?", "cuberoot of"),
    (_FIND, "find"),
    (
        r"\b(?:(?:make|create|produce|generate|find|display|have) )?(?:plot|graph|draw|sketch"
        r"|visuali[sz]e|plotting|graphing|drawing)\b",
        "plot",
    ),
    (r"\bplot (?:(?:plot|graph|curve|picture|figure|chart|diagram)s? )?(?:of|for) ", "plot "),
    (r"\bplot (?:plot|graph|curve|picture|figure|chart|diagram)s?\b", "plot"),
    (r"\b(?:derivatives?|derivation|differential)\b", "derivative"),
    (r"\b(?:integrals?|integration)\b", "integral"),
    (r"\b(?:turning point|vertices|vertexes|vertex point|vertx|apex)\b", "vertex"),
    (r"\bcoordinates of (?=vertex)|(?<=vertex) coordinates\b", ""),
    (r"\b(?:zeros|zeroes|zero|roots?|x[- ]intercepts?|#x intercepts?)\b(?! of order)", "roots"),
    (r"\bsquareroots of\b|\bsquareroot of of\b", "squareroot of"),
    (r"\b(?:find ?)+\b", "find "),
    (r" +", " "),
    (r"^ | $", ""),
    (r"\bof plot (?:of )?(?=#)", "of "),
    (r"\bwhat does (#\d+) equal(?: to)?\b", r"find \1"),
    (r"^plot (#\d+.*) plot$", r"plot \1"),
    (
        rf"^{_GIVEN}(#\d+) ?[,.;:]? ?(?:find )?(?:its )?({_NOUN})(?: of it)?(?: find)?$",
        r"find \2 of \1",
    ),
    (rf"^{_GIVEN}(#\d+) ?[,.;:] ({_VERB}) (?:it|this|that)$", r"\2 \1"),
    (r"^(?:find )?(#\d+)( from #\d+ to #\d+) integral(?: find)?$", r"find integral of \1\2"),
    (r"^(?:find )?(#\d+) solutions?(?: find)?$", r"solve \1"),
)
