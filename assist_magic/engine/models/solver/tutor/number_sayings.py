"""What a tutor says to questions on numbers and data: words that tell the kind, and three hints."""

from __future__ import annotations

_ORDER = "Put the numbers on a line: further to the right is greater."

NUMBERS: tuple[tuple[str, ...], ...] = (
    (
        r"\b(?:gcd|gcf|hcf|common (?:divisor|factor))\b.*?{all}|{all} gcd",
        "You look for the greatest number that divides them all. Euclid's way: divide with "
        "remainder, again and again. Or compare their prime factors.",
        "With <all>: divide the greater by the smaller one. The common divisors of both are those "
        "of the smaller one and the remainder.",
        "Write: greater = quotient · smaller + remainder. Then do the same with the smaller one "
        "and the remainder. The last remainder that is not 0 is what you look for.",
        "divisor",
    ),
    (
        r"\b(?:lcm|common multiple|common denominator|lcd)\b.*?{all}|{all} lcm",
        "You look for the smallest number that all of them divide.",
        "With <all>: write each as a product of primes. Which primes do you need, and how often "
        "each?",
        "Of every prime take the highest power that stands in any of them, and multiply those.",
    ),
    (
        r"remainder.*?{a} (?:is )?(?:divided|dividing) by {b}|dividing {a} by {b}",
        "Dividing with remainder: what is left when the divisor has gone in as often as it can?",
        "Find the greatest multiple of <b> that is not greater than <a>.",
        "Take away a large multiple first, such as <b> times 10 or times 100, as often as it fits; "
        "then go on with what is left.",
        "remainder",
    ),
    (
        r"{a} (?:mod|modulo) {b}",
        "“mod” asks for the remainder of a division.",
        "Find the greatest multiple of <b> that is not greater than <a>.",
        "Take away a large multiple first, such as <b> times 10 or times 100, as often as it fits; "
        "then go on with what is left.",
        "remainder",
    ),
    (
        r"{a} (?:is )?(?:prime|composite)",
        "A prime has no divisors but 1 and itself. Try to find one.",
        "For <a> it is enough to try the primes whose square is not greater. How far is that?",
        "Begin with 2 (its last digit), 3 (its digit sum) and 5 (its last digit), then go on "
        "prime by prime.",
    ),
    (
        r"prime (?:factor\w*|divisors|decomposition)\D*{a}|{a} prime factor"
        r"|(?:factor\w*|decompose|write|express) {a} (?:into|in|as) (?:product of )?(?:its )?prime",
        "Every whole number is a product of primes, in one way only. Take out the smallest prime "
        "first.",
        "Does 2 divide <a>? If so, divide, and ask again; if not, go on with 3, then 5, then 7.",
        "Stop as soon as the square of the prime is greater than what is left: that rest is a "
        "prime itself.",
    ),
    (
        r"divisors? of {a}|factors? of {a}|{b} divide\w* {a}|{a} be .*divided by",
        "Divisors come in pairs: two numbers whose product is the given one.",
        "Go through 1, 2, 3, … and see which of them divides <a>; each brings its partner.",
        "You are done when the two partners meet. The prime factors tell how many there must be.",
    ),
    (
        r"digit.*?{a}",
        "Each digit has a place: ones, tens, hundreds, counted from the right (from the point).",
        "Write <a> with its places above the digits.",
        "Count the places one by one from the right, beginning with the ones.",
    ),
    (
        r"{a} (?:even|odd)|is {a} multiple",
        "The last digit, or the digit sum, often decides.",
        "Look at the last digit of <a>.",
        "Only the last digit counts for 2, 5 and 10; for 3 and 9 the sum of the digits counts.",
    ),
    (
        r"\bround\w*\b\D*{a}|{a} .*?(?:nearest|decimal places|decimals|significant)",
        "Rounding: find the last digit that stays, and look at the digit right behind it.",
        "In <a>, mark the place that you round to. What stands right behind it?",
        "If that digit is 5 or more, the digit before goes up by one; otherwise it stays. What is "
        "behind falls away.",
    ),
    (
        r"{a}.*?\b(?:binary|in base #|to base #)",
        "Another base means other places: powers of that base in place of powers of ten.",
        "Divide <a> by the base again and again, and write down the remainders. (Into base ten it "
        "is the other way round: each digit times its power, added up.)",
        "The first remainder is the last digit. Go on with the quotient until it is 0, then read "
        "the remainders from the last to the first.",
        "binary",
    ),
    (
        r"{a}.*?\b(?:base #|hexadecimal|octal|decimal\b)|digits base|\b(?:in|from|to) base\b",
        "Another base means other places: powers of that base in place of powers of ten.",
        "For <a>: divide by the new base again and again, and write down the remainders. (Into "
        "base ten it is the other way round: each digit times its power, added up.)",
        "The first remainder is the last digit. Go on with the quotient until it is 0, then read "
        "the remainders from the last to the first.",
    ),
    (
        r"{a} choose {b}",
        "Choosing without order: combinations. How many choices are there if order counted, and "
        "how often is each counted then?",
        r"“<a> choose <b>” is \(\binom{n}{k} = \frac{n!}{k!\,(n-k)!}\).",
        "Most factors cancel: above, that many factors counting down from <a> stay; below, <b> "
        "factorial.",
        "choice",
    ),
    (
        r"ways?.*(?:choose|select|pick) {a}.*?{b}|ways? can {c}.* chosen .*?{d}"
        r"|combinations.*?{e}.*?{f}",
        "Does the order count? If not, these are combinations; if it does, arrangements.",
        r"Say which number is \(n\) (all there are) and which is \(k\) (how many are taken): "
        r"\(\binom{n}{k} = \frac{n!}{k!\,(n-k)!}\).",
        r"Most factors cancel: above stay \(k\) factors, counting down from \(n\); below stands "
        r"\(k!\).",
        "choice",
    ),
    (
        r"ways?.*(?:arrange|order|seat|line up)|permutations|arrangements|anagrams",
        "Order counts here: think of places that are filled one after the other.",
        "How many can stand in the first place, how many are then left for the second, and so on? "
        "Are some of them alike?",
        "Multiply the numbers of choices. What is alike can change places unseen: divide by the "
        "number of ways to do that.",
    ),
    (
        r"probability|chance|odds|likelihood|\bprob\b",
        "Where all outcomes are equally likely, a probability is the number of good outcomes over "
        "the number of all.",
        "Describe one outcome exactly, and count all of them. Then count those that are wanted, or "
        "those that are not.",
        "For “at least one”, the opposite is easier: 1 minus the probability of none. For “and” "
        "of independent events, multiply.",
    ),
    (
        r"handshakes|subsets|how many .*digit",
        "Count without listing: build one of them choice by choice.",
        "How many choices has each step, and does the order of the steps make a difference?",
        "Multiply the choices; if each thing was counted several times, divide by that.",
    ),
    (
        r"\bnext\b.*?{all}|{all} .*\bnext\b|continue.*?{all}",
        "How does the sequence get from each term to the next? Look at the differences, then at "
        "the quotients.",
        "Write the differences between neighbours under <all>. Are they all the same?",
        "If the differences are equal, add that step once more. If not, look at the differences "
        "of the differences, or divide neighbours.",
        "sequence",
    ),
    (
        r"\b(?:term|formula|rule|element)\b.*?{all}",
        "Find out how the terms change: equal differences, equal quotients, or differences that "
        "grow by themselves.",
        "Write the differences between neighbours under <all>.",
        r"With equal differences \(d\), term number \(n\) is \(a_1 + (n-1) \cdot d\); with equal "
        r"quotients \(q\), it is \(a_1 \cdot q^{n-1}\). Which one fits?",
    ),
    (
        r"\bmean\b\D*{all}|average\D*{all}",
        "The mean shares out equally: the sum, divided by how many there are.",
        "Add up <all>. How many numbers are these?",
        "Write it as one fraction: the sum above, the number of values below.",
    ),
    (
        r"\bmedian\b\D*{all}",
        "The median is the one in the middle, when they stand in order.",
        "Sort <all> first.",
        "Cross out one from each end until one is left, or two: then take their mean.",
    ),
    (
        r"\bmode\b",
        "The mode is what occurs most often.",
        "Count how often each value occurs.",
        "Make a tally, value by value. There can be more than one mode.",
    ),
    (
        r"variance|standard deviation",
        "How far are the values from their mean?",
        "Find the mean first; then the difference of each value from it, squared.",
        "The variance is the mean of those squares (for a sample, divide by one less than their "
        "number); its root is the standard deviation.",
    ),
    (
        r"\bat (?:most|least)\b|"
        r"\b(?:greater|bigger|larger|more|higher|less|smaller|lower)\b.*{a}.*{b}|{a}.*"
        r"(?:greater|bigger|larger|less|smaller|lower|equal|same|different).*{b}",
        _ORDER,
        "Bring the two into the same form: both as fractions with one denominator, or both as "
        "decimals.",
        "Take the difference of both. Is it above 0, below 0, or 0?",
    ),
    (
        r"(?:closest|nearest) .*?(?:#\d+)",
        "Close means: a small distance, on either side.",
        "Take the distance of each number to the target, without its sign.",
        "Write them as decimals, one under the other, and compare the distances.",
    ),
    (
        r"\b(?:sort|order|arrange|put)\b.*?{all}|(?:biggest|smallest|largest|greatest|lowest|highest)"
        r"(?: \w+)* (?:in|of|among|options) ?{all}",
        _ORDER,
        "Write <all> in one form, say as decimals. Negative ones come first.",
        "Find the smallest one, cross it out, and go on with the rest.",
    ),
    (
        r"\bconvert\b|how many \w+ (?:are )?(?:there )?in #|in (?:kilo|centi|milli)?\w*met"
        r"|\b(?:nano|micro|milli|centi|kilo)\w+",
        "Units: how many of the one make one of the other?",
        "Write that relation down, and decide: will the number become larger or smaller?",
        "Multiply by the relation as a fraction in which the old unit cancels.",
    ),
    (
        r"minutes|hours|o'clock|\b[ap]m\b|time",
        "Count time in steps: to the next full hour, then the hours, then the rest.",
        "How many minutes are there to the next full hour?",
        "From there count whole hours; then the minutes that are left. Add the parts.",
    ),
    (
        r"(?:what|how many|which) (?:percent|percentage|%|#\d+) of|percent\w* (?:change|increase"
        r"|decrease)|as percentage|to percentage",
        "A percentage is a part of a whole, in hundredths.",
        "Which number is the whole, and which is the part (or the change)?",
        "Write the part over the whole as a fraction, then make its denominator 100.",
    ),
    (
        r"fraction",
        "A decimal is a fraction with a denominator of 10, 100, 1000, …",
        "How many digits stand behind the point?",
        "Write it over that power of ten, then divide top and bottom by what they share.",
    ),
)
