"""What a question is for a model that only writes text: one to compute, or one for words."""

from __future__ import annotations

import re

_REASONS = re.compile(
    r"^\s*(please\s+)?why\b|\bexplain why\b|\bwhat does (it|that|this) mean\b", re.IGNORECASE
)
_CONCEPTUAL = re.compile(
    r"\b(explain|describe|define|why|in (your own |a few |\w+ or \w+ )?(words|sentences?))\b"
    r"|^\s*(please\s+)?(who|tell me about|compare|does|which is better"
    r"|what('s| is| are) the (difference|idea|meaning|purpose|point|use|advantage)s?\b"
    r"|what does .*\b(mean|say|tell|measure|describe|represent|show)\b"
    r"|when (is|are|do|does|should|can) (a|an|the|we|you|i)\b"
    r"|what (is|are) (a|an)\b|how (do|does|should|can) (a|an|the|we|you|i)\b)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"\d|[=^√∫∑π÷×]|\.(csv|tsv|xlsx?|json|parquet|txt)\b", re.IGNORECASE)
_TASKS = re.compile(
    r"\b(plot|graph|chart|histogram|scatter|boxplot|heatmap|draw|sketch|visuali[sz]e"
    r"|solve|roots?|compute|calculate|evaluate|simplify|factori[sz]e|factor|expand|differentiate"
    r"|derivative|integrate|integral|limit|equations?|sum|product|average|mean|median|mode"
    r"|standard deviation|variance|correlation|regression|percent(age)?|primes?|matrix|determinant"
    r"|eigenvalues?|vertex|maximum|minimum|largest|smallest|highest|lowest|how (many|much)"
    r"|count|area|volume|perimeter|probability|convert|simulate|columns?|rows?|dataframe|data ?set"
    r"|squared?|cubed?|plus|minus|times|divided|multipl(y|ied)|doubled?|half|power"
    r"|group(ed)? by|sort(ed)? by|run (it|this|that)|the (file|table|data))\b",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"\b(explain|why|show|steps?|reason|describe|words?|sentences?|write|list)\b", re.IGNORECASE
)
_PROBLEM_WORDS = 12
"""A question as long as this, whose answer is one number, tells a story."""


def needs_code(question: str, *, has_files: bool = False) -> bool:
    """Whether a question is one to compute: it has digits, formulas, files or words of a task.

    Questions about ideas ("What is a derivative?") are not, unless they come with such signs;
    those for a reason ("Why is 0! equal to 1?") not even then, if there are no files.
    """
    if _REASONS.search(question) and not has_files:
        return False
    if _SIGNS.search(question):
        return True
    if _CONCEPTUAL.search(question):
        return False
    return has_files or _TASKS.search(question) is not None


def is_word_problem(question: str) -> bool:
    """Whether a question, if one number answers it, is a word problem: worth a check."""
    return len(question.split()) >= _PROBLEM_WORDS


def wants_words(question: str) -> bool:
    """Whether a question asks for more than its result."""
    return _TALK.search(question) is not None
