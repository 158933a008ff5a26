"""Who keeps a table, and who else has a claim to it?"""

from __future__ import annotations

from analyzer.cluster.owners import table_owners
from analyzer.model.code import Certainty, Definition, DefinitionKind
from analyzer.model.data import Access, ForeignKey, RowOperation, Table
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL, TableOwnership

DEFINITIONS = (("m.Keeper", "keeping"), ("m.pay", "paying"), ("m.run", KERNEL), ("m.Parcel", "shipping"))


def table(name: str, model: str = "") -> Table:
    return Table(name, model, "m.py", 1, (), "default", Certainty.LITERAL, "django")


def access(qualname: str, name: str, operation: str, line: int = 1, **more: object) -> Access:
    fields = {"certainty": Certainty.TYPED, "generic": False} | more
    return Access(
        "m.py", qualname, line, name, RowOperation(operation), "django", fields["certainty"], "default", "",
        bool(fields["generic"]),
    )  # type: ignore[arg-type]  # fmt: skip


def owners(
    tables: tuple[Table, ...],
    accesses: tuple[Access, ...] = (),
    keys: tuple[tuple[str, str], ...] = (),
    given: dict[str, str] | None = None,
    clustered: dict[str, str] | None = None,
) -> dict[str, TableOwnership]:
    definitions = tuple(
        Definition(name, DefinitionKind.FUNCTION, "m", name.partition(".")[2], "m.py", 1, 2, service)
        for name, service in DEFINITIONS
    )
    foreign = tuple(ForeignKey(a, f"{b}_id", b, "id", "m.py", 1) for a, b in keys)
    facts = Facts((), definitions, (), (), (), (), tables, foreign, accesses, *((),) * 5)
    return {one.table: one for one in table_owners(facts, given or {}, clustered or {})}


def test_the_pull_is_worked_out_by_hand_and_a_near_rival_contests() -> None:
    rows = (access("pay", "t", "insert"), *(access("pay", "t", "select", line) for line in (1, 2, 3)))
    # keeping: its class, 6; paying: 5 * log2(1 + 1) + 1 * log2(1 + 3) = 7; of 13 in all
    assert owners((table("t", "m.Keeper"),), rows)["t"] == TableOwnership(
        "t", "paying", 0.538, "keeping", 0.462, contested=True
    )


def test_half_the_pull_contests_and_less_does_not() -> None:
    update = access("pay", "t", "update")  # 3 of 6
    assert owners((table("t", "m.Keeper"),), (update,))["t"].contested
    select = access("pay", "t", "select")  # 1 of 6
    found = owners((table("t", "m.Keeper"),), (select,))["t"]
    assert (found.owner, found.rival, found.contested) == ("keeping", "paying", False)


def test_infrastructure_cascades_and_the_kernel_own_nothing() -> None:
    rows = (
        *(access("pay", "t", "insert", line, generic=True) for line in range(9)),
        *(access("pay", "t", "delete", line, certainty=Certainty.CASCADE) for line in range(9)),
        *(access("run", "t", "insert", line) for line in range(9)),
        access("Keeper", "t", "select"),
    )
    assert owners((table("t"),), rows)["t"] == TableOwnership("t", "keeping", 1.0, "", 0.0, contested=False)


def test_words_decide_between_equal_claims() -> None:
    rows = (access("Keeper", "parcel_log", "insert"), access("Parcel", "parcel_log", "insert"))
    assert owners((table("parcel_log"),), rows)["parcel_log"].owner == "shipping"


def test_words_alone_make_no_owner() -> None:
    assert not owners((table("parcel"),))["parcel"].owner


def test_a_key_draws_a_table_to_the_owner_of_what_it_refers_to() -> None:
    rows = (access("Keeper", "t", "insert"), access("pay", "t", "insert"), access("pay", "u", "insert"))
    tables = (table("t"), table("u"))
    assert owners(tables, rows)["t"].owner == "keeping"  # as strong; the first by name
    assert owners(tables, rows, (("t", "u"),))["t"].owner == "paying"


def test_what_nobody_uses_follows_its_first_key_through_others() -> None:
    tables = (table("link"), table("more"), table("t", "m.Keeper"), table("u", "m.Parcel"))
    found = owners(tables, (), (("link", "u"), ("link", "t"), ("more", "link")))
    assert (found["link"].owner, found["more"].owner) == ("shipping", "shipping")
    assert found["link"].share == 0


def test_the_graph_has_the_last_word_and_the_configuration_the_first() -> None:
    tables = (table("t", "m.Keeper"), table("alone"))
    found = owners(tables, given={"t": "paying"}, clustered={"t": "shipping", "alone": "shipping"})
    assert found["t"] == TableOwnership("t", "paying", 0.0, "keeping", 1.0, contested=False, by_hand=True)
    assert found["alone"] == TableOwnership("alone", "shipping", 0.0, "", 0.0, contested=False)
