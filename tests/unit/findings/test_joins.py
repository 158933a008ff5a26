"""Truth by hand: statements over tables of one owner and of several, and tables between two others."""

from __future__ import annotations

from analyzer.findings.checks import join, many_to_many
from analyzer.model.data import TableStatement
from cuts import Cut, path_of, places

OWNERS = {"trips": "trip", "stops": "trip", "riders": "rider", "invoices": "billing"}


def joining(name: str, *tables: str, line: int = 1, how: str = "join", certainty: str = "typed") -> Cut:
    return also(Cut(owners=OWNERS), name, *tables, line=line, how=how, certainty=certainty)


def also(cut: Cut, name: str, *tables: str, line: int = 1, how: str = "join", certainty: str = "typed") -> Cut:
    for table in tables:
        cut.access(name, "select", table, line, certainty=certainty)
    qualname = name.partition(".")[2]
    cut.statements.append(TableStatement(path_of(name), qualname, line, tuple(sorted(tables)), how))
    return cut


def test_a_statement_over_tables_of_two_owners() -> None:
    (finding,) = join.check(joining("mail.letters", "trips", "riders", line=7).evidence())
    assert finding.id == "join:mail.letters"
    assert finding.services == ("mail", "rider", "trip")
    assert finding.severity.value == "medium"
    assert finding.certainty.value == "typed"
    assert [(part.name, part.service) for part in finding.tables] == [("riders", "rider"), ("trips", "trip")]
    assert finding.message == "mail.letters uses tables of rider and trip together: riders of rider; trips of trip."
    assert places(finding.evidence) == ["mail.py:7"]
    assert finding.how == ("join",)


def test_statements_of_one_definition_are_one_finding() -> None:
    cut = joining("mail.letters", "trips", "riders", line=7)
    also(cut, "mail.letters", "trips", "invoices", line=9, how="eager;subquery")
    (finding,) = join.check(cut.evidence())
    assert finding.services == ("billing", "mail", "rider", "trip")
    assert finding.severity.value == "high"
    assert finding.how == ("eager", "join", "subquery")
    assert finding.message.startswith("mail.letters uses tables of billing and trip, and of rider and trip together: ")
    assert places(finding.evidence) == ["mail.py:7", "mail.py:9"]


def test_owners_are_named_together_where_one_statement_needs_them() -> None:
    cut = joining("mail.letters", "trips", "riders", line=7)
    also(cut, "mail.letters", "trips", "invoices", line=9)
    also(cut, "mail.letters", "trips", "riders", "invoices", line=12)
    (finding,) = join.check(cut.evidence())
    assert finding.message.startswith("mail.letters uses tables of billing, rider and trip together: ")


def test_of_many_groups_of_owners_the_owners_are_named() -> None:
    cut = Cut(owners={f"t{number}": f"s{number}" for number in range(5)})
    for number in range(1, 5):
        also(cut, "mail.letters", "t0", f"t{number}", line=number)
    (finding,) = join.check(cut.evidence())
    assert finding.message.startswith("mail.letters uses tables of s0, s1, s2, s3 and s4 together, a few at a time: ")


def test_tables_of_one_owner_are_no_finding_whoever_reads_them() -> None:
    assert list(join.check(joining("mail.letters", "trips", "stops").evidence())) == []


def test_the_kernel_and_a_guess_are_no_finding() -> None:
    assert list(join.check(joining("kernel.letters", "trips", "riders").evidence())) == []
    assert list(join.check(joining("mail.letters", "trips", "riders", certainty="guessed").evidence())) == []


def test_who_only_runs_what_another_puts_together_is_not_told_again() -> None:
    cut = joining("trip.query", "trips", "riders")
    also(cut, "mail.letters", "trips", "riders", line=3).call("mail.letters", "trip.query", 2)
    assert [finding.subject for finding in join.check(cut.evidence())] == ["trip.query"]


def test_what_is_loaded_along_with_rows_counts() -> None:
    cut = joining("trip.book", "trips", "riders", how="eager").access(
        "trip.book", "select", "invoices", certainty="relation"
    )
    (finding,) = join.check(cut.evidence())
    assert finding.services == ("billing", "rider", "trip")


def test_what_another_read_of_the_line_needs_does_not_count() -> None:
    cut = joining("trip.book", "trips", "stops", how="eager").access("trip.book", "select", "invoices")
    assert list(join.check(cut.evidence())) == []


def linked(*keys: tuple[str, str, int]) -> Cut:
    cut = Cut(owners={**OWNERS, "links": "trip"})
    cut.associations.add("links")
    for column, table, line in keys:
        cut.key(f"links.{column}", table, line)
    return cut


def test_a_table_between_tables_of_two_owners() -> None:
    (finding,) = many_to_many.check(linked(("trip_id", "trips", 4), ("rider_id", "riders", 5)).evidence())
    assert finding.id == "many-to-many:links"
    assert finding.services == ("rider", "trip")
    assert finding.severity.value == "medium"
    assert finding.message == "Table links links trips of trip with riders of rider."
    assert places(finding.evidence) == ["models.py:1", "models.py:4", "models.py:5"]


def test_its_ends_are_its_first_two_keys() -> None:
    cut = linked(("trip_id", "trips", 4), ("stop_id", "stops", 5), ("made_by_id", "riders", 6))
    assert list(many_to_many.check(cut.evidence())) == []


def test_a_table_that_is_none_between_others_has_no_ends() -> None:
    cut = linked(("trip_id", "trips", 4), ("rider_id", "riders", 5))
    cut.associations.clear()
    assert list(many_to_many.check(cut.evidence())) == []


def test_a_step_along_a_relation_is_told_by_the_table_between() -> None:
    cut = linked(("trip_id", "trips", 4), ("rider_id", "riders", 5))
    also(cut, "trip.riders", "links", "riders", how="secondary")
    assert list(join.check(cut.evidence())) == []


def test_statements_over_the_tables_of_any_heir_are_told_for_none() -> None:
    cut = joining("mail.Base.load", "trips", "riders").derive("trip.Trip", "mail.Base")
    also(cut, "mail.Base.load", "stops", "invoices")
    assert list(join.check(cut.evidence())) == []
