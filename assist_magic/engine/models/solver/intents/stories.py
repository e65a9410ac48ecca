"""Short stories of money and shares: discounts, changes of price, interest, shares in a ratio."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import Task
from assist_magic.engine.models.solver.telling import told

_N = r"[$€£]? ?(?P<{0}>\d+(?:\.\d+)?)(?: ?(?:dollars|euros|pounds|[$€£]))?"
_RATE = (
    r"(?P<rate>\d+(?:\.\d+)?) ?(?:%|percent)"
    r"(?: (?:per (?:year|annum)|p\.?a\.?|annual|yearly))?"
)
_YEARS = r"(?:for|over|after) (?P<years>\d+) years?"
_END = r"\W*"
_LESS = "reduced|discounted|decreased|marked down|lowered|cut"
_MORE = "increased|raised|marked up"
_OFF = re.compile(
    r"(?:find )?(?P<value>\d+(?:\.\d+)?) ?(?P<sign>[-+]) ?(?P<rate>\d+(?:\.\d+)?) ?%"
    r"(?: find)? ?=?"
)
_REDUCED = re.compile(
    rf"(?:\w+ ){{1,4}}(?:costs?|is|was|is priced at|sells for) {_N.format('price')}"
    rf"(?:,? and|[.,;])? ?(?:(?:it|its price|price|that) )?(?:(?:is|was|gets) )?"
    rf"(?P<way>{_LESS}|{_MORE}) by {_RATE}{_END}"
    r"(?:find )?(?:(?:new|sale|final|reduced|discounted) )*(?:price|cost)" + _END
)
_CHANGED = re.compile(
    r"(?:\w+ ){1,4}(?:rose|rises|rise|increased|increases|went up|fell|falls|dropped|decreased|goes"
    rf" up|went down|changed) from {_N.format('old')} to {_N.format('new')}{_END}"
    r"(?:by )?(?:what |find |how much |how many )*(?:percentage|percent|%)(?: (?:increase|decrease"
    r"|change|fall|rise|drop)(?: (?:in price|is (?:it|this|that)))?)?" + _END
)
_BEFORE = re.compile(
    rf"(?:after )?(?:(?:{_RATE} (?P<less>discount|reduction|price reduction|off)"
    rf"|(?:discount|reduction|price reduction) of (?P<rate2>\d+(?:\.\d+)?) ?(?:%|percent)))"
    rf",? (?:\w+ ){{1,4}}(?:costs?|is|was|is sold for) {_N.format('price')}{_END}"
    r"(?:find )?(?:its )?(?:original|old|initial|regular|former|full) (?:price|cost)" + _END
)
_SIMPLE = re.compile(
    rf"(?:find )?simple interest (?:on|for|of|earned on) {_N.format('total')} (?:invested )?"
    rf"(?:at|with) {_RATE}(?: simple interest)? {_YEARS}{_END}"
)
_COMPOUND = re.compile(
    rf"(?:if )?(?:i|you|we|[a-z]+) (?:invests?|deposits?|puts?|saves?) {_N.format('total')} "
    rf"(?:in(?:to)? (?:bank|account|savings account|bank account) )?(?:at|with) {_RATE} "
    r"(?:compound interest|compounded (?:annually|yearly)|(?:interest )?compounded (?:annually"
    rf"|yearly)|interest compounded (?:annually|yearly))(?: per year)? {_YEARS}{_END}"
    r"(?:how much (?:money )?(?:do|will|does|would|find) \w+ have.*"
    r"|find (?:final )?(?:amount|value"
    r"|balance).*)?"
)
_GROWN = re.compile(
    rf"(?:find )?{_N.format('total')} (?:invested )?(?:at|with) {_RATE} compound interest {_YEARS}"
    + _END
)
_TWICE = re.compile(
    r"(?:find )?(?P<rate>\d+(?:\.\d+)?) ?% of (?P<share>\d+(?:\.\d+)?) ?% of "
    r"(?P<value>\d+(?:\.\d+)?)"
)
_SCORE = re.compile(
    r"(?:find )?z[- ]?score (?:of|for) (?P<value>-?\d+(?:\.\d+)?) (?:when|if|with|where|given|for)"
    r" mean (?:is |of |= ?)?(?P<mean>-?\d+(?:\.\d+)?) and (?:sd|standard deviation|sigma|std) "
    r"(?:is |of |= ?)?(?P<deviation>\d+(?:\.\d+)?)"
)
_RATIO = re.compile(
    r"(?:simplify|reduce) (?:ratio )?(?P<ratio>\d+(?: ?: ?\d+)+)(?: (?:in|to) .*form)?"
    r"|find (?P<same>\d+(?: ?: ?\d+)+) simplified"
)
_SHARED = re.compile(
    rf"(?:divide|share|split) {_N.format('total')}(?: [a-z]+)? (?:in(?:to)? )?(?:the )?ratio"
    r"(?: of)? "
    r"(?P<ratio>\d+(?: ?: ?\d+)+)" + _END
)


def recognise(question: Question, history: History) -> Task | None:
    """ "A jacket costs $80 and is reduced by 25%. What is the new price?" and the like."""
    text = told(question)
    for form, make in _KINDS:
        if match := form.fullmatch(text):
            return make(match)
    return None


def _percent(part: str) -> str:
    return rf"\left(1 {part} \frac{{<rate>}}{{100}}\right)"


def _printed(match: re.Match[str], answer: str) -> str:
    given = "".join(
        f'{name} = Rational("{value}")\nprint("{name} =", {name})\n'
        for name, value in match.groupdict().items()
        if value and re.fullmatch(r"[\d.]+", value)
    )
    return f'{given}answer = {answer}\nprint("answer =", answer, "≈", N(answer, 10))\n'


def _off(match: re.Match[str]) -> Task:
    value, sign, rate = match["value"], match["sign"], match["rate"]
    body = _printed(match, f"value*(1 {sign} rate/100)")
    note = f"{rate}% was read as {rate}% of {value}, as calculators do"
    return Fact(body, rf"\[<value> \cdot {_percent(sign)} = <answer>\]", notes=(note,))


def _reduced(match: re.Match[str]) -> Task:
    sign = "-" if re.fullmatch(_LESS, match["way"]) else "+"
    body = _printed(match, f"price*(1 {sign} rate/100)")
    return Fact(body, f"The new price:\n\n\\[<price> \\cdot {_percent(sign)} = <answer>\\]")


def _before(match: re.Match[str]) -> Task:
    rate, price = match["rate"] or match["rate2"], match["price"]
    body = f'price, rate = Rational("{price}"), Rational("{rate}")\n'
    body += 'print("price =", price)\nprint("rate =", rate)\nassert rate < 100\n'
    body += 'print("left =", 100 - rate)\n'
    body += 'answer = price/(1 - rate/100)\nprint("answer =", answer, "≈", N(answer, 10))\n'
    body += 'print("check =", answer*(1 - rate/100) == price)\n'
    way = (r"The price now is \(<left>\,\%\) of the original one.",)
    shown = r"The original price:" + "\n\n" + rf"\[<price> \div {_percent('-')} = <answer>\]"
    return Fact(body, shown, check="the discount on it gives the price now", way=way)


def _changed(match: re.Match[str]) -> Task:
    body = _printed(match, "(new - old)/old*100")
    shown = r"\frac{<new> - <old>}{<old>} \cdot 100\,\% = <answer%>"
    return Fact(body, f"The change, as a part of the old value:\n\n\\[{shown}\\]")


def _simple(match: re.Match[str]) -> Task:
    body = _printed(match, "total*rate/100*years")
    shown = r"<total> \cdot \frac{<rate>}{100} \cdot <years> = <answer>"
    return Fact(body, f"The simple interest:\n\n\\[{shown}\\]")


def _compound(match: re.Match[str]) -> Task:
    body = _printed(match, "total*(1 + rate/100)**years")
    shown = rf"<total> \cdot {_percent('+')}^{{<years>}} = <answer>"
    note = "the interest is added once a year"
    return Fact(body, f"The sum with compound interest:\n\n\\[{shown}\\]", notes=(note,))


def _twice(match: re.Match[str]) -> Task:
    body = _printed(match, "rate/100*share/100*value")
    shown = r"\frac{<rate>}{100} \cdot \frac{<share>}{100} \cdot <value> = <answer>"
    return Fact(body, f"\\[{shown}\\]")


def _score(match: re.Match[str]) -> Task:
    body = _printed(match, "(value - mean)/deviation")
    return Fact(
        body, r"\[z = \frac{x - \mu}{\sigma} = \frac{<value> - <mean>}{<deviation>} = <answer>\]"
    )


def _ratio(match: re.Match[str]) -> Task:
    parts = re.findall(r"\d+", match["ratio"] or match["same"])
    body = f"parts = [{', '.join(parts)}]\ncommon = gcd(parts)\nassert common > 0\n"
    body += 'print("common =", common)\n'
    body += 'print("answer =", " : ".join(str(part/common) for part in parts))\n'
    given = " : ".join(parts)
    told = r"Each part divided by the greatest common divisor \(<common>\):"
    return Fact(body, f"{told}\n\n\\[{given} = <answer!>\\]")


def _shared(match: re.Match[str]) -> Task:
    parts = re.findall(r"\d+", match["ratio"])
    shares = ", ".join(parts)
    body = f'total, parts = Rational("{match["total"]}"), [{shares}]\n'
    body += 'print("total =", total)\nprint("parts =", sum(parts))\n'
    body += 'print("one =", total/sum(parts))\n'
    body += 'print("answer =", ", ".join(str(total*part/sum(parts)) for part in parts))\n'
    body += 'print("check =", sum(total*part/sum(parts) for part in parts) == total)\n'
    way = (
        r"There are \(<parts>\) parts in all, so one part is \(\frac{<total>}{<parts>} = <one>\).",
    )
    told = f"The shares in the ratio \\({' : '.join(parts)}\\):\n\n\\[<answer>\\]"
    return Fact(body, told, check="the shares add up to the whole", way=way)


_KINDS = (
    (_OFF, _off),
    (_REDUCED, _reduced),
    (_CHANGED, _changed),
    (_BEFORE, _before),
    (_GROWN, _compound),
    (_SIMPLE, _simple),
    (_COMPOUND, _compound),
    (_SHARED, _shared),
    (_RATIO, _ratio),
    (_TWICE, _twice),
    (_SCORE, _score),
)
