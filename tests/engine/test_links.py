"""Which files a text links, and where exactly."""

from __future__ import annotations

import pytest

from assist_magic.engine.links import link_to, links_in

NAMES = ["a.csv", "a b.csv", "sum (1).txt", "sub/é.png", "a", "100%.txt", "tab.csv.gz"]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("[it](sandbox:/mnt/data/a.csv)", ["a.csv"]),
        ("[it](sandbox:/mnt/data/a b.csv) [x](sandbox:/mnt/data/a%20b.csv)", ["a b.csv"] * 2),
        ("[it](sandbox:/mnt/data/sum (1).txt)", ["sum (1).txt"]),
        ("[it](sandbox:/mnt/data/sum%20%281%29.txt)", ["sum (1).txt"]),
        ("[it](<sandbox:/mnt/data/sum (1).txt>)", ["sum (1).txt"]),
        ("bare sandbox:/mnt/data/a.csv, and more.", ["a.csv"]),
        ("at the end: sandbox:/mnt/data/a.csv.", ["a.csv"]),
        ("in bold **sandbox:/mnt/data/a.csv**", ["a.csv"]),
        ("![é](sandbox:/mnt/data/sub/é.png)", ["sub/é.png"]),
        ("![é](sandbox:/mnt/data/sub/%C3%A9.png)", ["sub/é.png"]),
        ("[x](sandbox:/mnt/data/100%.txt)", ["100%.txt"]),
        ("[other](sandbox:/mnt/data/a.csv2)", []),
        ("[other](sandbox:/mnt/data/a.csv.zip)", []),
        ("[other](sandbox:/mnt/data/tab.csv)", []),
        ("[none](sandbox:/mnt/data/none.csv)", []),
        ("[none](sandbox:/etc/passwd) /mnt/data/a.csv", []),
        ("🎲🎲 sandbox:/mnt/data/a\nsandbox:/mnt/data/a.csv", ["a", "a.csv"]),
    ],
)
def test_links(text: str, linked: list[str]) -> None:
    found = links_in(text, NAMES)
    assert [each.name for each in found] == linked
    for each in found:
        assert text[each.start : each.end].startswith("sandbox:/mnt/data/")
        assert "\n" not in text[each.start : each.end]
        assert ")" not in text[each.end - 1 : each.end]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_linked_is_found_again(name: str) -> None:
    (found,) = links_in(f"See {link_to(name)}.", NAMES)
    assert found.name == name
