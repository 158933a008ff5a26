"""Do the pages say of each finding what it says, what should be done, and what the team decided?"""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest
from couplings import place
from example import EMPTY, service, shop, table

from analyzer.model.analysis import Analysis
from analyzer.model.data_findings import OrderedWrite, TableUse, TransactionAcross
from analyzer.model.finding import Status
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.plan import Mandate, Principle, Score
from reports.views.claims import decision
from reports.views.concerned import findings_by_service, findings_by_table
from reports.views.details import detail, ordered_writes
from reports.views.findings import findings_page
from reports.views.mandate import mandate_page
from reports.views.remedies import effort, remedies_block, remedies_by_finding
from reports.views.rich import block, places, text
from reports.views.risks import RISKS, risks_page
from reports.views.scores import score_lines
from reports.views.services import services_page
from reports.views.shared_data import shared_data_page
from reports.views.transactions import transactions_page

FOUND = {one.id: one for one in shop().findings}
OWNERS = {"orders": "billing", "parcels": "shipping"}


def test_writes_of_rows_that_go_along_are_told_apart() -> None:
    uses = (
        TableUse("billing", 1, 3, (), along=2),
        TableUse("catalog", 0, 1, (), along=1),
        TableUse("shipping", 0, 1, ()),
    )
    finding = msgspec.structs.replace(FOUND["shared-table:orders"], uses=uses)
    _, *lines = detail(finding, OWNERS)
    assert [" ".join(line) for line in lines] == [
        "sbilling l (owner) t 1 read, 3 writes, 2 along with rows deleted elsewhere",
        "scatalog t 1 write, all along with rows deleted elsewhere",
        "sshipping t 1 write",
    ]


def test_the_example_holds_a_finding_of_every_kind() -> None:
    kinds = {kind.__struct_config__.tag for kind in get_args(Finding)}
    assert {one.kind for one in FOUND.values()} == kinds


@pytest.mark.parametrize(
    ("finding", "summary", "lines"),
    [
        (
            "shared-table:orders",
            "Uses by service",
            [
                "sbilling l (owner) t 1 read, 1 write t  pshop/billing.py:6 t  pshop/billing.py:7",
                "sshipping t 1 write t  pshop/shipping.py:4",
                "scatalog t 1 read t  pshop/catalog.py:3",
            ],
        ),
        ("direct-access:parcels", "Uses by service", ["sbilling t 1 read t  pshop/billing.py:9"]),
        (
            "foreign-key:parcels.order_id",
            "The key",
            ["cparcels.order_id t of  sshipping t refers to  dorders t of  sbilling"],
        ),
        ("many-to-many:order_parcels", "Its ends", ["dorders t of  sbilling", "dparcels t of  sshipping"]),
        (
            "join:shop.shipping.send",
            "Tables used together",
            ["dorders t of  sbilling", "dparcels t of  sshipping", "lby join"],
        ),
        (
            "transaction:shop.shipping.send",
            "Order of writes",
            [
                "t1.  dparcels t of  sshipping t  pshop/shipping.py:4",
                "t2.  dorders t of  sbilling t  pshop/shipping.py:5",
            ],
        ),
        (
            "cascade:shop.billing.refund",
            "What goes with it",
            ["tdeletes rows of  dorders", "twith them go rows of  dparcels t of  sshipping"],
        ),
        (
            "signal-write:shop.shipping.on_order",
            "What it does",
            ["thandles  cpost_save of orders", "tfired by  sbilling", "twrites  dparcels t of  sshipping"],
        ),
        (
            "bypassed-interface:orders",
            "The interface, and who passes by",
            ["cshop.billing.charge t is called by  sshipping", "scatalog t 1 read t  pshop/catalog.py:3"],
        ),
        ("unowned-table:ghosts", "", []),
        ("dead-table:attic", "Declared as", ["cshop.models.Attic"]),
        (
            "call-cycle:billing <> shipping",
            "Steps",
            ["sbilling t to  sshipping l 1 call", "sshipping t to  sbilling l 1 call"],
        ),
        ("call-in-loop:shop.shipping.send", "What it calls", ["cshop.billing.refund t of  sbilling"]),
        (
            "live-object:shop.billing.refund",
            "What is handed over",
            [
                "ttakes  csession t:  tsession  csqlalchemy.orm.Session t  pshop/billing.py:5",
                "treturns  tentity  cshop.models.Invoice t  pshop/billing.py:5",
                "tcalled by  cshop.shipping.send t of  sshipping",
            ],
        ),
        (
            "chatty-entry-point:shop.billing.charge",
            "Calls before it answers",
            ["lentered as POST /orders", "t6 calls of:", "cshop.shipping.send t of  sshipping"],
        ),
        (
            "synchronous-chain:shop.catalog.browse",
            "Steps",
            [
                "t1.  cshop.catalog.browse t of  scatalog",
                "t2.  cshop.billing.charge t of  sbilling",
                "t3.  cshop.shipping.send t of  sshipping",
                "l2 borders in a row",
            ],
        ),
        ("blast-radius:shipping", "Entry points lost", ["sbilling t loses 1 of 2"]),
        (
            "shared-topic:order-paid",
            "Users",
            [
                "sbilling t publishes at 1 place t  pshop/billing.py:8",
                "sshipping t consumes at 2 places t  pshop/shipping.py:2 t  pshop/shipping.py:9",
            ],
        ),
        (
            "shared-cache:price:*",
            "Users",
            [
                "sbilling t writes at 1 place t  pshop/billing.py:8",
                "sshipping t reads at 2 places t  pshop/shipping.py:2 t  pshop/shipping.py:9",
            ],
        ),
        ("inheritance:shop.shipping.Parcel", "Its bases", ["cshop.billing.Item t of  sbilling"]),
        (
            "module-to-split:shop.billing",
            "Whose it is",
            [
                "sbilling t 2 definitions, 20 lines l (lines 1-10, 21-30)",
                "sshipping t 1 definition, 6 lines l (lines 12-17)",
            ],
        ),
        ("kernel-too-large:shared kernel", "Its size", ["t2 definitions, 83 lines, 40 % of all lines"]),
        ("unreached-code:shop.attic", "Definitions", ["cshop.attic.dust", "cshop.attic.moth"]),
    ],
)
def test_each_kind_says_what_it_alone_knows(finding: str, summary: str, lines: list[str]) -> None:
    said, *found = detail(FOUND[finding], OWNERS)
    assert said == summary
    assert [" ".join(line) for line in found] == lines


def test_of_many_lines_and_places_the_first_are_shown_and_the_others_counted() -> None:
    made = block("All", [(text(str(number)),) for number in range(15)], "accesses.csv")
    assert made[-2:] == (("t11",), ("land 3 more in accesses.csv",))
    assert len(made) == 14
    assert places([Location("a.py", line) for line in range(1, 6)])[-2:] == ("pa.py:3", "l and 2 more")


def test_open_findings_are_ranked_worst_first_and_accepted_ones_last() -> None:
    page = findings_page(shop())
    ids = [row[2][1] for row in page.findings.rows if isinstance(row[2], tuple)]
    assert ids[:3] == ["shared-table:orders", "shared-state:shop.money.RATES", "transaction:shop.shipping.send"]
    assert ids[-1] == "direct-access:parcels"
    assert page.severities == (("high", 3), ("medium", 11), ("low", 13))
    assert (page.accepted, page.expired) == (1, 1)
    assert "direct-access" not in dict(page.kinds)
    assert dict(page.kinds)["transaction"] == 1


def test_the_status_is_a_column_only_if_findings_differ_in_it() -> None:
    titles = [column.title for column in findings_page(shop()).findings.columns]
    status = titles.index("Status")
    states = {row[2][1]: row[status] for row in findings_page(shop()).findings.rows if isinstance(row[2], tuple)}
    assert states["direct-access:parcels"] == "accepted"
    assert states["transaction:shop.shipping.send"] == "blocker"
    assert states["shared-table:orders"] == "blocker"
    assert states["bypassed-interface:orders"] == "open"
    assert list(states.values()).count("blocker") == findings_page(shop()).blockers
    undecided = msgspec.structs.replace(shop(), findings=(FOUND["shared-table:orders"],))
    assert "Status" not in [column.title for column in findings_page(undecided).findings.columns]


def test_a_decision_is_told_with_its_reason_and_day() -> None:
    accepted, expired = FOUND["direct-access:parcels"], FOUND["transaction:shop.shipping.send"]
    assert decision(accepted) == "Accepted (until 2030-01-31): parcels are extracted last"
    assert decision(msgspec.structs.replace(accepted, until="")) == "Accepted: parcels are extracted last"
    assert decision(expired) == "Open again: it was accepted until 2020-06-30: wait for the new courier"
    assert decision(FOUND["shared-table:orders"]) == ""


def test_if_all_were_accepted_none_is_open() -> None:
    page = findings_page(msgspec.structs.replace(shop(), findings=(FOUND["direct-access:parcels"],)))
    assert (page.severities, page.kinds, page.accepted) == ((), (), 1)


def test_remedies_stand_with_their_finding_the_recommended_one_first() -> None:
    found = remedies_by_finding(shop())
    assert [one.remedy.value for one in found["shared-table:orders"]] == [
        "single owner with read API",
        "replicate by events",
    ]
    summary, first, second = remedies_block(found["shared-table:orders"])
    assert summary == "Remedy: single owner with read API, 2–5 person-days; 1 other"
    assert " ".join(first) == (
        "bsingle owner with read API l recommended, 2–5 person-days "
        "n tShipping writes one column, and two definitions read. "
        "n lConsistency:  treaders see changes later "
        "n lTo make:  tbilling offers mark_sent(order); catalog asks billing for the state of an order "
        "n lSites: t  pshop/shipping.py:4 t  pshop/catalog.py:3"
    )
    assert second == (
        "breplicate by events",
        "l 6–12 person-days ",
        "tNo reader needs it sooner than in a minute. Readers see changes later",
    )
    assert effort(found["transaction:shop.shipping.send"][1]) == "1 person-day"


def test_a_finding_opens_its_detail_and_its_remedies() -> None:
    row = next(row for row in findings_page(shop()).findings.rows if row[1] == "shared-table")
    message, decided, total, shown, blocks = row[-1]  # type: ignore[misc]
    assert (message, decided, total) == ("orders is written by billing and shipping and read by catalog.", "", 4)
    assert shown == ("shop/shipping.py:4", "shop/billing.py:6", "shop/billing.py:7", "shop/catalog.py:3")
    own, remedies = blocks
    assert own[0] == "Uses by service"
    assert own[2] == ("sshipping", "t 1 write", "t ", "i0")  # the first of the places shown
    assert remedies[0].startswith("Remedy: ")


def test_a_table_is_concerned_by_what_names_it() -> None:
    found = findings_by_table(shop().findings)
    assert [one.kind for one in found["orders"]] == [
        "shared-table",
        "transaction",
        "cascade",
        "foreign-key",
        "join",
        "many-to-many",
        "bypassed-interface",
    ]
    assert [one.kind for one in found["parcels"]][-1] == "direct-access"  # accepted, so last
    assert {one.kind for one in found["parcels"]} >= {"signal-write", "cascade", "foreign-key", "join", "transaction"}
    assert [one.kind for one in found["attic"]] == ["dead-table"]
    assert [one.kind for one in found["order_parcels"]] == ["many-to-many"]


def test_a_table_card_has_its_findings_and_the_remedies_of_its_own() -> None:
    (card,) = shared_data_page(shop()).cards
    assert (len(card.findings), card.more_findings) == (7, 0)
    assert [line[0] for line in card.remedies] == ["bsingle owner with read API", "breplicate by events"]


def test_a_service_counts_its_open_findings_by_kind() -> None:
    found = findings_by_service(shop().findings)
    assert [(one.kind, one.number, one.severity, one.more) for one in found["catalog"]] == [
        ("shared-table", 1, "high", 0),
        ("synchronous-chain", 1, "medium", 0),
        ("bypassed-interface", 1, "low", 0),
    ]
    several = [
        msgspec.structs.replace(FOUND["join:shop.shipping.send"], subject=f"shop.shipping.f{number}")
        for number in range(6)
    ]
    (joins,) = findings_by_service(several)["billing"]
    assert (joins.number, [one.subject for one in joins.first][-1], joins.more) == (6, "shop.shipping.f3", 2)
    assert "direct-access" not in [one.kind for one in found["shipping"]]


def test_a_service_card_has_its_scorecard() -> None:
    lines = score_lines(shop())["billing"]
    assert [(one.principle, one.is_share, one.figure, one.counts, one.better) for one in lines] == [
        ("data autonomy", True, 0.5, "2 of 4", "higher"),
        ("contract size", False, 3, "of 40", "lower"),
    ]
    cards = {card.name: card for card in services_page(shop()).cards}
    one_of_one = Score("catalog", Principle.CONTRACT_SIZE, 1.0, 1, 1, "", "less", ())
    (line,) = score_lines(msgspec.structs.replace(shop(), scorecard=(one_of_one,)))["catalog"]
    assert (line.is_share, line.counts) == (False, "of 1")  # a number, though it is all there are
    of_nothing = Score("catalog", Principle.DATA_AUTONOMY, 1.0, 0, 0, "", "more", ())
    (line,) = score_lines(msgspec.structs.replace(shop(), scorecard=(of_nothing,)))["catalog"]
    assert (line.is_share, line.is_empty) == (False, True)
    assert cards["billing"].scores == lines
    assert cards["catalog"].scores == ()


def test_transactions_tell_scope_order_and_advice() -> None:
    page = transactions_page(shop())
    assert (page.seen, page.wide, page.advice) == (1, 0, (("saga with compensations", 1),))
    ((severity, subject, scope, services, writes, advice),) = page.transactions.rows
    assert (severity, subject) == ("high", ("shop.shipping.send", "transaction:shop.shipping.send"))
    assert (scope, services) == ("a with block", ("billing", "shipping"))
    assert writes[-1] == ("lalso ", "pshop/shipping.py:3")  # type: ignore[index]
    assert advice == (
        ("tOpen again: it was accepted until 2020-06-30: wait for the new courier",),
        ("bsaga with compensations", "l 3–8 person-days"),
        ("tTwo steps that can each be undone.",),
        ("l1. ", "tInsert parcels"),
        ("l2. ", "tMark orders sent; if that fails, delete the parcel"),
        ("l1 other remedy on its finding",),
    )


def test_writes_of_one_owner_at_one_place_go_together() -> None:
    one = FOUND["transaction:shop.shipping.send"]
    assert isinstance(one, TransactionAcross)
    at = place("shop/shipping.py", 4)
    writes = [("a", "s", at), ("b", "s", at), ("c", "t", at), ("d", "s", at), ("e", "s", place("shop/shipping.py", 5))]
    many = msgspec.structs.replace(one, writes=tuple(OrderedWrite(*write) for write in writes))
    assert ["".join(line) for line in ordered_writes(many)] == [
        "t1. dat, dbt of sst pshop/shipping.py:4",
        "t2. dct of stt pshop/shipping.py:4",
        "t3. ddt of sst pshop/shipping.py:4",
        "t4. det of sst pshop/shipping.py:5",
    ]


def test_a_transaction_without_a_remedy_says_so() -> None:
    page = transactions_page(msgspec.structs.replace(shop(), remedies=()))
    assert page.transactions.rows[0][-1][-1] == ("lno remedy was worked out",)  # type: ignore[index]
    assert page.advice == ()


def test_transactions_of_three_services_are_counted() -> None:
    one = FOUND["transaction:shop.shipping.send"]
    assert isinstance(one, TransactionAcross)
    writes = tuple(msgspec.structs.replace(one.writes[0], owner=owner) for owner in "abc")
    wide = msgspec.structs.replace(one, services=("a", "b", "c"), writes=writes, status=Status.OPEN)
    assert transactions_page(msgspec.structs.replace(shop(), findings=(wide,))).wide == 1


def test_without_transactions_it_says_which_are_missing() -> None:
    assert "No transaction was found" in transactions_page(EMPTY).transactions.empty
    none_crosses = msgspec.structs.replace(shop(), findings=())
    assert "tables of two services" in transactions_page(none_crosses).transactions.empty


def changed_findings(*findings: Finding) -> Analysis:
    return msgspec.structs.replace(shop(), findings=findings)


def test_every_finding_about_running_stands_under_one_risk() -> None:
    kinds = [kind for risk in RISKS for kind in risk.kinds]
    assert len(kinds) == len(set(kinds))
    page = risks_page(shop())
    assert [one.risk.key for one in page.found] == [risk.key for risk in RISKS]
    assert sum(len(one.grid.rows) for one in page.found) == 15
    assert page.absent == ()
    assert [one.told for one in page.found][-3:] == [
        "1 value, 1 definition",
        "1 queue, 1 topic, 1 cache, 1 file, 1 bucket, 1 index",
        "1 shared kernel, 1 class",
    ]
    loop = FOUND["call-in-loop:shop.shipping.send"]
    only = risks_page(msgspec.structs.replace(shop(), findings=(loop,)))
    assert [one.told for one in only.found] == ["1 definition"]
    lived_with = msgspec.structs.replace(loop, status=Status.ACCEPTED)
    assert [one.told for one in risks_page(changed_findings(loop, lived_with)).found] == ["1 definition; 1 accepted"]
    assert [one.told for one in risks_page(changed_findings(lived_with)).found] == ["none open; 1 accepted"]
    assert "circles of calls" in only.absent
    assert "fewer than two services" in risks_page(EMPTY).empty


def test_the_mandate_ranks_services_by_failed_checks_and_shows_what_speaks_against_them() -> None:
    page = mandate_page(shop())
    assert [row[0] for row in page.matrix.rows] == ["shipping", "catalog", "billing"]
    assert (page.passing, page.judged) == (("billing",), 3)
    assert (page.asked, page.asked_passing) == (3, 1)
    assert [(one.passed, one.judged) for one in page.tallies] == [(3, 3), (1, 3), (2, 3), (3, 3)]
    verdict, message, blocks = page.matrix.rows[0][2]  # type: ignore[misc]
    assert (verdict, message) == ("fails", "2 places go past an interface.")
    assert blocks == (
        (
            "2 findings, first places",
            ("fshared-table:orders", "t, ", "ftransaction:shop.shipping.send"),
            ("t ", "pshop/shipping.py:4", "t ", "pshop/catalog.py:3"),
        ),
    )
    assert page.matrix.rows[2][1] == ("passes", "Nothing speaks against it.", ())


def test_a_check_without_a_verdict_is_no_pass() -> None:
    judged = tuple(one for one in shop().mandate if one.check is not Mandate.BORDER)
    page = mandate_page(msgspec.structs.replace(shop(), mandate=judged))
    assert page.matrix.rows[0][4] == ("not judged", "", ())
    assert page.tallies[3].judged == 0
    assert page.passing == ()


def test_many_places_of_a_check_are_cut_short() -> None:
    one = shop().mandate[0]
    many = msgspec.structs.replace(one, passed=False, evidence=tuple(place("a.py", line) for line in range(1, 10)))
    page = mandate_page(msgspec.structs.replace(shop(), mandate=(many,)))
    ((summary, shown),) = page.matrix.rows[0][1][2]  # type: ignore[index]
    assert (summary, shown[-2:]) == ("first places", ("pa.py:4", "l and 5 more"))


def test_without_services_there_is_no_mandate() -> None:
    assert "fewer than two services" in mandate_page(EMPTY).matrix.empty
    two = msgspec.structs.replace(EMPTY, services=(service("a"), service("b")), tables=(table("t"),))
    assert "run `seamline analyze` again" in mandate_page(two).matrix.empty
