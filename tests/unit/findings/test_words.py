"""How many names a sentence holds."""

from __future__ import annotations

from analyzer.findings.words import by_owner, listed
from analyzer.model.finding import Part


def test_names_are_listed_and_many_are_counted() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(list("abcdefg")) == "a, b, c, d, e and 2 more"
    assert listed(["a", "b", "c", "d"], 3) == "a, b and 2 more"


def test_parts_stand_with_their_owners_and_many_owners_are_counted() -> None:
    assert (
        by_owner([Part("t", "trip"), Part("b", "bill"), Part("u", "trip"), Part("x", "")])
        == "t and u of trip; b of bill; x"
    )
    many = [Part(f"t{number}", f"s{number}") for number in range(7)]
    assert by_owner([*many, Part("last", "s6")]) == "t0 of s0; t1 of s1; t2 of s2; t3 of s3; 4 more of 3 services"
    assert by_owner(many[:5]).endswith("; t4 of s4")
