"""The vocabulary: many ways of saying a thing, each rewritten to one.

Rules are pairs of a regular expression and its replacement, applied in order. The first table
works on raw text (operators in words), the second on the skeleton of a question, in which
expressions already stand as #0, #1, …
"""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.counting import CARDINAL, cardinal

Rules = tuple[tuple[re.Pattern[str], str], ...]


def rules(*pairs: tuple[str, str]) -> Rules:
    """Compiles a table of rules."""
    return tuple((re.compile(pattern, re.IGNORECASE), text) for pattern, text in pairs)


def rewritten(text: str, rules: Rules) -> str:
    """The text after every rule in order."""
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


_CALCULATED = re.compile(
    rf"\b(?P<left>{CARDINAL}|\d+) (?P<sign>plus|minus|times|multiplied by|divided by)"
    rf" (?P<right>{CARDINAL}|\d+)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?P<number>{CARDINAL})(?= (?:squared|cubed|percent|per cent|factorial)\b)", re.IGNORECASE
)


def in_digits(text: str) -> str:
    """The text with the numbers in words that a calculation is about as digits."""

    def digits(words: str) -> str:
        found = cardinal(words.lower())
        return words if found is None else str(found)

    def calculated(match: re.Match[str]) -> str:
        return f"{digits(match['left'])} {match['sign']} {digits(match['right'])}"

    for _ in range(3):
        text = _CALCULATED.sub(calculated, text)
    return _BEFORE.sub(lambda match: digits(match["number"]), text)


_OPERAND = r"(?<=[\w)\]`°])"
OPERATORS = rules(
    (r"\bsquared root\b", "square root"),
    (r"\bx[- ]? ?(?:intercepts? )?(?:and|&) ?y[- ]?intercepts?\b", " intercepts "),
    (r"\bx[- ]?intercepts?\b", " roots "),
    (r"\bof\s*= ?\??$", "of"),
    (r"\b([a-z]) (?:is )?(?:in|∈) \[([^\[\],()]+), ?([^\[\],()]+)\)", r"\2 <= \1 < \3"),
    (r"\b([a-z]) (?:is )?(?:in|∈) \(([^\[\],()]+), ?([^\[\],()]+)\]", r"\2 < \1 <= \3"),
    (
        r"^([^=]{0,40}\bsolve\b[^=]{0,200}=[^=]{0,200}?),? ?(?:for|where|with|and|,) ([a-z]) "
        r"(?:is )?(?:between|from) (\S+) (?:and|to) (\S+?)(?=[.?]?$)",
        r"\1 for \3 <= \2 <= \4",
    ),
    (r"\by[- ]?intercepts?\b", " yintercept "),
    (
        r"\blim(?:it)?_? ?[({]?([a-z]) *(?:->|→|\\to) *([-+]?\w+) *\^?\(?\+\)?[)}]? (?!of\b)",
        r"limit as \1 to \2 from right of ",
    ),
    (
        r"\blim(?:it)?_? ?[({]?([a-z]) *(?:->|→|\\to) *([-+]?\w+) *\^?\(?-\)?[)}]? (?!of\b)",
        r"limit as \1 to \2 from left of ",
    ),
    (
        r"\blim(?:it)?_? ?[({]?([a-z]) *(?:->|→|\\to) *([-+]?\w+) *[)}]? (?!of\b)",
        r"limit as \1 to \2 of ",
    ),
    (r"(?:→|->) ?([-+]?\w+) ?\^? ?\(?\+\)?(?=[\s,.?)]|$)", r" to \1 from right "),
    (r"(?:→|->) ?([-+]?\w+) ?\^? ?\(?-\)?(?=[\s,.?)]|$)", r" to \1 from left "),
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
    (r"(?<=\d) ?(?=d\.?p\.?s?(?:[ ,.?]|$))", " "),
    (r"\bd\.?p\.?s?(?=[ ,.?]|$)", "decimal places"),
    (r"(?<=\d) ?s\.?f\.?(?=[ ,.?]|$)", " significant figures"),
    (r"\bzero (?=decimal)", "0 "),
    (r"\bnon-equal\b", "nonequal"),
    (
        r"(?<! or)(?<! not)(?<! are)" + _OPERAND + r" (?:is equal to|equals|equal to) (?=[-\w(`])",
        " = ",
    ),
    (r"(?<=[\d)\]\ue001]) ?(?:percent|per cent|pct)\b", "%"),
    (r"(?<![\w)\]\ue001])(?<![\w)\]\ue001] )%|\b(?:percent|per cent)\b", " percentage "),
    (r"\b(what|which|how many|to|as|into|as a|to a) ?%", r"\1 percentage "),
    (r"\b(\d+) ?[Cc] ?(\d+)\b(?! ?(?:in|to|into)\b)", r"binomial(\1, \2)"),
    (r"\b(\d+) ?P ?(\d+)\b", r"perm(\1, \2)"),
    (r"\b(\d+) ?nCr ?(\d+)\b", r"binomial(\1, \2)"),
    (r"\b(\d+) ?nPr ?(\d+)\b", r"perm(\1, \2)"),
    (r"\bC ?\((\d+) ?, ?(\d+)\)", r"binomial(\1, \2)"),
    (r"\bP ?\((\d+) ?, ?(\d+)\)", r"perm(\1, \2)"),
    (r"[{\[]([^{}\[\]=]*=[^{}\[\]=]*[;,][^{}\[\]=]*=[^{}\[\]]*)[}\]]", r"\1"),
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
    "|step-by-step|show all (?:the |your )?(?:steps|work|working)|showing all steps"
    "|show (?:your )?working"
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
    (r"\b(?:curve|circle|parabola|hyperbola|ellipse) (?=#)", " "),
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
        r"^(?:find |check |test |decide |verify |see |prove )*(?:if|whether) (#\d+) is (?!#)(.+)$",
        r"is \1 \2",
    ),
    (r"^((?:is|are|does) .+?) ?,? (?:yes or no|or not)$", r"\1"),
    (
        rf"^{_GIVEN}(#\d+) ?[,.;:]? ?(?:find )?(?:its )?({_NOUN})(?: of it)?(?: find)?$",
        r"find \2 of \1",
    ),
    (rf"^{_GIVEN}(#\d+) ?[,.;:] ({_VERB}) (?:it|this|that)$", r"\2 \1"),
    (r"^(?:find )?(#\d+)( from #\d+ to #\d+) integral(?: find)?$", r"find integral of \1\2"),
    (r"^(?:find )?(#\d+) solutions?(?: find)?$", r"solve \1"),
)
