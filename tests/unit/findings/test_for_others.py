"""Which accesses make their service no user of a table, and when a table is shared, by hand."""

from __future__ import annotations

from analyzer.findings.checks import direct_access, shared_table
from analyzer.findings.uses import marked
from cuts import Cut


def handed() -> Cut:
    """Billing runs a query of cart at line 7, and reads the lines itself at line 8."""
    cut = Cut("cart.lines_of", owners={"lines": "cart"}).access("cart.lines_of", "select", "lines")
    cut.call("billing.place", "cart.lines_of", 7).access("billing.place", "select", "lines", 7)
    return cut.access("billing.place", "select", "lines", 8).hold("cart.lines_of", "query")


def test_the_result_marks_what_makes_no_user() -> None:
    evidence = handed().evidence()
    told = marked(evidence.facts, evidence.for_others)
    assert [(one.path, one.line) for one in told.accesses if one.for_others] == [("billing.py", 7)]


def test_what_the_owner_does_is_never_marked() -> None:
    facts = handed().facts()
    told = marked(facts, facts.accesses)
    assert {one.service for one in told.accesses if one.for_others} == {"billing"}


def test_the_owner_counts_as_one_of_three() -> None:
    cut = Cut(owners={"firms": "plan"}).access("mail.head", "select", "firms", 2)
    (alone,) = direct_access.check(cut.evidence())
    assert alone.services == ("mail", "plan")
    cut.access("bill.head", "select", "firms", 3)
    (shared,) = shared_table.check(cut.evidence())
    assert (shared.owner, shared.services) == ("plan", ("bill", "mail"))
    assert not list(direct_access.check(cut.evidence()))


def test_two_readers_of_what_nobody_owns_do_not_share_it() -> None:
    cut = Cut(owners={"firms": ""}).access("mail.head", "select", "firms", 2).access("bill.head", "select", "firms", 3)
    assert not list(shared_table.check(cut.evidence()))
