"""Other bases, units, times of day, chances and counts."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation
from tests.engine.models.solver.truths import Truths, assert_true

MEASURES: Truths = {
    "Convert 45 to binary": ["**101101**"],
    "Convert 2a (base 16) to base 10": ["**42**"],
    "What is 1201 (base 3) in base 9?": ["**51**"],
    "-33 (base 4) to base 2": ["**-1111**"],
    "convert 1101 from binary to decimal": ["**13**"],
    "In base 6, what is 25 + 34?": ["**103**"],
    "In base 12, what is 1b - -5?": ["**24**"],
    "把 45 转换成二进制": ["**101101**"],
    "Convert 2.5 km to m": ["2500"],
    "How many minutes are there in 3/4 of an hour?": ["45"],
    "How many grams are in 1.2 kg?": ["1200"],
    "What is seven quarters of a litre in millilitres?": ["1750"],
    "How many months are there in 2.5 years?": ["30"],
    "How many centimetres are there in half a metre?": ["50"],
    "3 inches in cm": ["7.62"],
    "Convert 25 celsius to fahrenheit": ["77"],
    "What is 75 minutes after 11:30 AM?": ["**12:45 PM**"],
    "What is 40 minutes before 12:15 AM?": ["**11:35 PM**"],
    "What time is it 90 minutes after 22:45?": ["**0:15**"],
    "How many minutes are there between 9:50 AM and 1:05 PM?": ["195"],
    "Three letters picked without replacement from {p: 2, q: 3}. "
    "What is prob of picking 1 p and 2 q?": [r"P=\frac{3}{5}=0.6"],
    "Two letters picked without replacement from ppq. Give prob of sequence pq.": [
        r"P=\frac{1}{3}"
    ],
    "7 choose 2": [r"\[21\]"],
    "How many ways can you choose 2 books from 7?": [r"\[21\]"],
    "How many ways can 4 people be arranged?": [r"\[24\]"],
}
DECLINED = [
    "Convert 129 (base 8) to base 10",
    "What is 3 + 4 in base 5?",
    "Convert 1011 to decimal",
    "Convert 5 km to kg",
    "Convert x km to m",
    "How many days are in a month?",
    "How many litres are in a bottle?",
    "What is 20 minutes after lunch?",
    "What is 20 minutes after 25:10?",
    "Two letters picked without replacement from ppq. Give prob of sequence pqp.",
    "2 choose 5",
]


@pytest.mark.parametrize(("question", "truths"), MEASURES.items(), ids=list(MEASURES))
def test_measures(talk: Conversation, question: str, truths: list[str]) -> None:
    assert_true(talk, question, truths)


@pytest.mark.parametrize("question", DECLINED)
def test_declined(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)
