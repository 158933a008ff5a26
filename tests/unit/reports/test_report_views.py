"""Do the pages show the figures that a reader works out from the facts by hand?"""

from __future__ import annotations

import msgspec
from example import EMPTY, HOSTILE, access, module, service, shop, table

from analyzer.model.code import Certainty, ModuleStatus
from analyzer.model.contracts import Border, Contract
from analyzer.model.data import RowOperation
from analyzer.model.history import HistoryRead
from analyzer.model.options import Accepted, KindWeight, Options, ServiceRange, SteeredService
from analyzer.model.services import ModuleToSplit, Sharing, SplitPart
from reports.render.formats import render
from reports.views.leaning import leaning_modules
from reports.views.services import services_page
from reports.views.shared_data import shared_data_page
from reports.views.splits import splits_grid
from reports.views.strip import strip
from reports.views.unseen import unseen_page


def test_strip_counts_what_was_meant_to_be_read() -> None:
    seen = strip(shop())
    assert [(m.label, m.part, m.whole) for m in seen.meters] == [
        ("files read", 15, 16),
        ("calls resolved", 90, 100),
        ("accesses resolved", 9, 10),
    ]
    assert seen.unread == 1


def test_strip_names_the_commit_where_it_is_known() -> None:
    seen = msgspec.structs.replace(shop().coverage, history=HistoryRead(checked_out="0123456789abcdef"))
    known = msgspec.structs.replace(shop(), coverage=seen)
    assert (strip(shop()).commit, strip(known).commit) == ("", "0123456789abcdef")
    assert b"commit <code>0123456789</code>" in render(known, "html")
    assert b"commit <code>" not in render(shop(), "html")


def test_services_are_ranked_by_definitions_then_name() -> None:
    page = services_page(shop())
    assert [card.name for card in page.cards] == ["billing", "catalog", "shipping"]
    assert (page.definitions, page.largest) == (4, 0.5)
    assert page.overview.rows[0] == ("billing", 2, 1, 20, 1, 2, 1, 1, 0.75, 0.9, 0.5, 0.8)


def test_the_shared_kernel_is_summed_up_by_module() -> None:
    kernel = services_page(shop()).kernel
    assert kernel.share == 0.5  # 2 of 4 definitions; the module has none
    assert kernel.split == ((Sharing.COPY, 2),)
    assert kernel.modules.rows == (("shop.money", "copy", 2, 2, 13), ("shop.options", "library", 1, 0, 70))


def test_without_a_shared_kernel_nothing_is_said_of_it() -> None:
    kernel = services_page(msgspec.structs.replace(shop(), kernel=())).kernel
    assert (kernel.share, kernel.split, kernel.modules.rows) == (0.0, (), ())


def test_a_card_lists_entry_points_and_the_resources_that_others_use_too() -> None:
    billing, catalog, shipping = services_page(shop()).cards
    assert billing.entrances.kinds == ((1, "http"), (1, "cli"))
    assert [entry.name for entry in billing.entrances.shown] == ["POST /orders", "refund"]
    assert [(one.name, one.does, one.others, one.place) for one in billing.resources.shared] == [
        ("parcels", "publishes to", (("shipping", "consumes from"),), "shop/billing.py:8")
    ]
    assert (catalog.resources.shared, catalog.resources.own) == ((), 1)
    (parcels,) = shipping.resources.shared
    assert (parcels.does, parcels.others) == ("consumes from", (("billing", "publishes to"),))


def test_groups_are_shown_only_where_they_differ() -> None:
    grouped = msgspec.structs.replace(service("billing"), group="money")
    page = services_page(msgspec.structs.replace(EMPTY, services=(grouped, service("catalog"))))
    assert page.overview.columns[1].title == "Group"
    assert "Group" not in [column.title for column in services_page(shop()).overview.columns]


def test_a_card_says_what_crosses_its_border() -> None:
    crossings = services_page(shop()).cards[0].crossings
    assert [(c.neighbour, c.outward, c.what) for c in crossings] == [
        ("shipping", False, ((1, "call"), (1, "write"), (1, "foreign key"))),
        ("shipping", True, ((1, "call"), (1, "import"))),
        ("catalog", False, ((1, "read"),)),
    ]
    assert crossings[0].places == ("shop/shipping.py:4", "shop/shipping.py:8")


def test_a_card_has_its_contract_in_figures() -> None:
    full = Contract("billing", (), (), (), Border(1_200, 9, 40, 5, 1.5, 2, 1, 3))
    lean = Contract("catalog", (), (), (), Border(1, 0, 1, 1, 1.0, 0, 0, 0))
    none = Contract("shipping", (), (), (), Border(0, 4, 0, 0, 0.0, 0, 0, 0))
    cards = services_page(msgspec.structs.replace(shop(), contracts=(full, lean, none))).cards
    assert [card.contract for card in cards] == [
        "1,200 operations (2 called in loops, 1 with live objects), 40 fields, 5 calling definitions",
        "1 operation, 1 field, 1 calling definition",
        "",
    ]


def test_a_module_leans_if_the_runner_up_holds_more_than_half_of_its_own() -> None:
    leaning = leaning_modules(shop())
    assert list(leaning) == ["shipping"]
    (only,) = leaning["shipping"]
    assert (only.module, only.runner_up, only.own, only.other) == ("shop.shipping", "billing", 0.5, 0.4)
    assert only.places == ("shop/billing.py:5", "shop/shipping.py:4", "shop/shipping.py:8")


def test_heat_map_ranks_by_writers_and_counts_by_service() -> None:
    page = shared_data_page(shop())
    assert [c.title for c in page.heat.columns] == [
        "Table",
        "Owner",
        "Writers",
        "Users",
        "billing",
        "catalog",
        "shipping",
    ]
    assert page.heat.rows == (("orders", "billing", 2, 3, "1 1 0 1", "1 0 0 0", "0 1 0 0"),)
    assert (page.tables, page.shared, page.written_by_several, page.unowned, page.unused) == (3, 1, 1, 1, 1)
    assert page.unowned_names == page.unused_names == ("ghosts",)


def test_a_table_used_only_by_another_than_its_owner_is_shared() -> None:
    analysis = msgspec.structs.replace(
        EMPTY,
        tables=(table("stock", "warehouse"), table("notes")),
        services=(service("warehouse"), service("sales")),
        accesses=(
            access("a.py:1", "stock", RowOperation.SELECT, "sales"),
            access("a.py:2", "notes", RowOperation.SELECT, "sales"),
            access("a.py:3", "notes", RowOperation.SELECT, "shared kernel"),
        ),
    )
    assert [row[0] for row in shared_data_page(analysis).heat.rows] == ["stock"]


def test_what_only_goes_along_makes_no_writer() -> None:
    gone = msgspec.structs.replace(access("b.py:2", "t", RowOperation.DELETE, "billing"), certainty=Certainty.CASCADE)
    analysis = msgspec.structs.replace(
        EMPTY,
        tables=(table("t", "trip"),),
        services=(service("trip"), service("billing")),
        accesses=(access("a.py:1", "t", RowOperation.INSERT, "trip"), gone, msgspec.structs.replace(gone, line=3)),
    )
    page = shared_data_page(analysis)
    assert page.heat.rows == (("t", "trip", 1, 2, "0 0 2 0", "0 1 0 1"),)
    assert page.written_by_several == 0
    assert [(one.service, one.text) for one in page.cards[0].uses] == [("trip", "1 w"), ("billing", "2 d")]


def test_a_table_card_lists_uses_keys_and_joins() -> None:
    (card,) = shared_data_page(shop()).cards
    assert [(u.service, u.owns, u.text) for u in card.uses] == [
        ("billing", True, "1 r 1 w"),
        ("shipping", False, "1 w"),
        ("catalog", False, "1 r"),
    ]
    assert [(k.table, k.owner, k.column, k.place) for k in card.keys_in] == [
        ("parcels", "shipping", "order_id", "shop/models.py:12")
    ]
    assert card.keys_out == ()
    assert card.together == (("parcels", 1),)
    assert card.written_with == (("parcels", 1),)


def test_many_services_are_folded_into_one_column() -> None:
    names = [f"s{index:02}" for index in range(20)]
    analysis = msgspec.structs.replace(
        EMPTY,
        tables=(table("t", "s19"),),
        services=tuple(map(service, names)),
        accesses=tuple(access(f"{name}.py:1", "t", RowOperation.UPDATE, name) for name in names),
    )
    heat = shared_data_page(analysis).heat
    assert heat.columns[-1].title == "8 more"
    assert heat.rows[0][-1] == "0 8 0 1"


def test_unseen_lists_files_reasons_and_options() -> None:
    page = unseen_page(shop())
    assert page.unread.rows == (("shop/broken.py:0", "NUL byte in line 3"),)
    assert page.unresolved_kinds.rows == (("sql", "the table name is computed", 1),)
    assert page.skipped == (("a test", 1),)
    assert page.options == (("--seed", "7"), ("--exclude", "**/legacy/**"))
    assert [w.kind for w in page.weights] == ["write", "call"]


def test_options_are_written_as_they_are_given() -> None:
    chosen = Options(services=ServiceRange(4, 12), with_tests=True, source_roots=("src",))
    page = unseen_page(msgspec.structs.replace(EMPTY, options=chosen))
    assert page.options == (("--services", "4..12"), ("--source-root", "src"), ("--with-tests", "yes"))


def test_all_of_the_steering_is_shown() -> None:
    steered = SteeredService("billing", ("shop.a", "shop.b"), ("t",), ("shop.c",), ("catalog",), "Payments")
    accepted = (Accepted("join:t", "later", "2027-06-30"), Accepted("join:u", "never mind"))
    chosen = Options(service=(steered,), weights=(KindWeight("call", 2.0),), accepted=accepted)
    page = unseen_page(msgspec.structs.replace(EMPTY, options=chosen))
    assert page.options == (
        ("service.billing.pin", "shop.a, shop.b"),
        ("service.billing.seed", "shop.c"),
        ("service.billing.tables", "t"),
        ("service.billing.never_with", "catalog"),
        ("service.billing.team", "Payments"),
        ("weights.call", "2"),
        ("accepted join:t", "later (until 2027-06-30)"),
        ("accepted join:u", "never mind"),
    )


def test_every_unread_file_is_listed() -> None:
    broken = tuple(module(f"m{index}", status=ModuleStatus.UNREAD, reason=HOSTILE) for index in range(700))
    assert len(unseen_page(msgspec.structs.replace(EMPTY, modules=broken)).unread.rows) == 700


def test_trivial_cuts_stand_beside_ours_by_the_same_figures() -> None:
    page = unseen_page(shop())
    assert [line.name for line in page.cuts] == ["ours", "all in one"]
    headings = [figure.heading for figure in page.figures]
    assert headings[:6] == ["Services", "Largest", "Q ↑", "SM ↑", "ICP ↓", "IFN ↓"]
    assert headings[6:] == ["NED ↓", "TurboMQ ↑", "DTP ↓", "Own calls ↑", "Own data ↑"]
    assert dict(zip(headings, page.cuts[0].figures, strict=True))["ICP ↓"] == ("share", 0.25)
    assert page.cuts[1].figures[-1] == ("share", None)
    explained = {name for name, _, _ in page.formulas}
    assert explained >= set(headings[2:])


def test_modules_to_split_are_ranked_by_the_lines_that_leave() -> None:
    one = shop().modules_to_split[0]
    parts = tuple(SplitPart(service, 1, 9, tuple((line, line) for line in range(8))) for service in ("a", "b"))
    more = msgspec.structs.replace(shop(), modules_to_split=(one, ModuleToSplit("shop.z", "shop/z.py", parts)))
    grid = splits_grid(more)
    assert [row[:3] for row in grid.rows] == [("shop.z", 2, 9), ("shop.billing", 2, 6)]
    assert grid.rows[0][3] == (
        ("sa", "t 1 definition, 9 lines: ", "l0, 1, 2, 3, 4, 5 and 2 more"),
        ("sb", "t 1 definition, 9 lines: ", "l0, 1, 2, 3, 4, 5 and 2 more"),
    )
    assert grid.rows[1][3][0] == ("sbilling", "t 2 definitions, 20 lines: ", "l1-10, 21-30")  # type: ignore[index]
