"""Does the Markdown summary say what the report says, in little room, and stays hostile text in it text?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import large as generated
import msgspec
import pytest
from click.testing import CliRunner
from crowded import full
from decisions import decided, extracting, staying
from example import EMPTY, HOSTILE, access, service, shop, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from large import large
from markdown_it import MarkdownIt
from markdown_it.token import Token

from analyzer.model.analysis import Analysis
from analyzer.model.code import ModuleStatus
from analyzer.model.data import RowOperation
from analyzer.model.services import ServiceEdge
from reports.errors import ReportError
from reports.render.as_json import read_json, write_json
from reports.render.formats import render
from reports.render.markdown_pen import _DRAW, Pen
from reports.render.options import RenderOptions
from reports.render.summary import MOST, ROOMS, render_within
from reports.views.grid import Column, Grid, Kind
from reports.views.summary import SQUARE, summary_page
from seamline.cli.main import cli

replace = msgspec.structs.replace
SECTIONS = [
    "Decision",
    "Services",
    "Coupling matrix",
    "Shared data",
    "Transactions",
    "Contracts",
    "Runtime risks",
    "Roadmap",
    "API mandate",
    "Findings",
    "What we could not see",
]
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ALLOWED = {
    *("h1", "h2", "h3", "p", "a", "code", "em", "strong", "ul", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
URL = "https://git.example/shop/{path}#L{line}"


def summary(analysis: Analysis, source_url: str = "") -> str:
    made = render(analysis, "md", RenderOptions(source_url))
    assert isinstance(made, bytes)
    return made.decode()


def section(page: str, title: str) -> str:
    """What stands below a heading, to the next one that is no lower."""
    marks, _, below = re.split(rf"^(##+) {re.escape(title)}()\n", page, maxsplit=1, flags=re.MULTILINE)[1:]
    return re.split(rf"^#{{2,{len(marks)}}} ", below, flags=re.MULTILINE)[0].strip()


def rows(text: str) -> list[str]:
    """The rows of all tables, without heads and rules."""
    lines = text.splitlines()
    rules = {number for number, line in enumerate(lines) if line.startswith("|---")}
    return [
        line
        for number, line in enumerate(lines)
        if line.startswith("| ") and number not in rules and number + 1 not in rules
    ]


def cells(line: str) -> int:
    """How many cells a line has; what is escaped ends none."""
    return re.sub(r"\\.", "", line).count("|") - 1


def with_services(number: int, most: int = 0) -> Analysis:
    """A shop of so many services in a row, each calling the next."""
    names = [f"s{index:02}" for index in range(number)]
    return replace(
        EMPTY,
        services=tuple(service(name, 3) for name in names),
        service_edges=tuple(ServiceEdge(one, other, 2, 0, 0, 0, 0, 0, ()) for one, other in pairwise(names)),
    )


def test_the_sections_stand_in_the_order_of_the_report() -> None:
    for page in (summary(shop()), summary(EMPTY), summary(large(20, 40, 60, 100))):
        assert re.findall(r"^## (.*)", page, re.MULTILINE) == SECTIONS
        assert page.startswith("# Where could ")


def test_the_verdict_and_what_was_seen_stand_first() -> None:
    head = summary(replace(shop(), coverage=shop().coverage)).split("\n\n")
    assert head[:3] == [
        "# Where could shop be cut into services?",
        "**Extract shipping; the other 2 services stay in one process, with boundaries checked.**",
        "Seen: files read 94 % (15 of 16), calls resolved 90 % (90 of 100), accesses resolved 90 % (9 of 10). "
        "**1 file unread.**",
    ]
    seen = shop().coverage
    history = replace(seen.history, checked_out="0123456789abcdef")
    assert "\nCommit `0123456789`. Seen: " in summary(replace(shop(), coverage=replace(seen, history=history)))


def test_sixty_lines_carry_the_message() -> None:
    page = "\n".join(summary(full()).splitlines()[:60])
    for title in ("## Decision", "### Blockers: the worst 5 of ", "### First extraction: ", "### Open questions"):
        assert title in page


def test_the_options_stand_beside_each_other() -> None:
    told = section(summary(shop()), "Decision")
    assert "\n| | Stay one process | Modular monolith | **Extract one to three**, chosen | Full split |\n" in told
    assert rows(told)[:3] == [
        "| What it means | no border is drawn | 3 services, one process | shipping | 3 processes |",
        "| Calls cut | 0 | 0 | 2 | 3 |",
        "| Shared tables | 0 | 0 | 1 | 2 |",
    ]
    assert rows(told)[8:] == [
        "| Person-days | 0 | 4–12 | 10–30 | 1,024–2,048 |",
        "| Stability | – | 88 % | 90 % | 88 % |",
    ]


def test_a_blocker_has_its_place_its_remedy_and_its_days() -> None:
    told = section(summary(shop()), "Blockers: the worst 5 of 22").splitlines()
    assert (
        told[0]
        == "Open findings between the processes of this way, by severity, then by the days that they cost on it."
    )
    assert told[2:5] == [
        "* **high** `transaction:shop.shipping.send`: shop.shipping.send writes parcels and orders in one transaction. "
        "`shop/shipping.py:3` Remedy: saga with compensations, 3–8 person-days.",
        "* **high** `shared-table:orders`: orders is written by billing and shipping and read by catalog. "
        "`shop/shipping.py:4` Remedy: single owner with read API, 2–5 person-days.",
        "* **high** `shared-state:shop.money.RATES`: The value shop.money.RATES is changed by billing and read by "
        "shipping. `shop/billing.py:8`",
    ]


def test_the_first_extraction_says_why_and_what_about_its_data() -> None:
    told = section(summary(shop()), "First extraction: shipping, 9–28 person-days").splitlines()
    assert told[0] == "* Why it: the only service that is ready to leave."
    assert told[-2:] == [
        "* Its data: 1 table of its own; `transaction:shop.shipping.send`: saga with compensations (3–8 days); "
        "`shared-table:orders`: single owner with read API (2–5 days).",
        "* Against it: nothing.",
    ]


def test_open_questions_name_what_to_look_at() -> None:
    told = section(summary(shop()), "Open questions").splitlines()
    assert told[0] == (
        "* Files not read: 1 of 16 files (6 %): `shop/broken.py`; an answer could change any figure: nothing of what "
        "stands in them is counted."
    )
    assert [line for line in told if "Contested" in line] == [
        "* Contested owners: 1 of 3 tables (33 %); 1 of them between what leaves and another: `orders`; an answer "
        "could change which tables leave."
    ]


def test_a_service_has_a_row_and_a_section() -> None:
    page = summary(shop())
    assert rows(section(page, "Services"))[0] == "| billing | 2 | 20 | 1 | 2 | 1 | 1 | 90 % | 50 % | 80 % |"
    assert section(page, "billing").splitlines() == [
        "* About: invoice, charge.",
        "* Owns 1 table: `orders`.",
        "* Entry points: 1 http, 1 cli; `POST /orders` `shop/billing.py:4`, `refund` `shop/billing.py:20`.",
        "* Needs shipping (1 call, 1 import, `shop/billing.py:1` and 1 more).",
        "* Is needed by shipping (1 call, 1 write, 1 foreign key, `shop/shipping.py:4` and 1 more); "
        "catalog (1 read, `shop/catalog.py:3`).",
        "* Contract: 1 operation (1 called in loops, 1 with live objects), 4 fields, 1 calling definition.",
        "* Open findings: high shared-state 1, high shared-table 1, high transaction 1, medium call-in-loop 1 "
        "and 19 more.",
    ]


def test_few_services_make_a_matrix_and_many_make_pairs() -> None:
    told = section(summary(shop()), "Coupling matrix")
    assert "| needs | 1 | 2 | 3 |\n|---|---|---|---|\n" in told
    assert rows(told)[:3] == [
        "| 1 billing | – | 1c |  |",
        "| 2 shipping | 1c 1w 1k | – |  |",
        "| 3 catalog | 1r |  | – |",
    ]
    assert rows(told)[3] == (
        "| shipping | billing | 1 | 0 | 1 | 1 | 1 | calls `shop.billing.refund` `shop/shipping.py:8`; "
        "writes `orders` `shop/shipping.py:4`; 2 more |"
    )
    assert f"| {SQUARE} |\n" in section(summary(with_services(SQUARE)), "Coupling matrix")
    many = section(summary(with_services(SQUARE + 1)), "Coupling matrix")
    assert "needs" not in many
    assert "| s00 | s01 | 2 | 0 | 0 | 0 | 0 |  |" in many


def test_a_shared_table_has_its_users_and_its_remedy() -> None:
    told = section(summary(shop()), "Shared data")
    assert told.startswith("Of 3 tables, 1 is used across services and 1 has more than one writer.\n")
    assert rows(told) == [
        "| `orders` | billing | 2 | billing 1 r 1 w, shipping 1 w and 1 more | single owner with read API | 2–5 | "
        "`shop/shipping.py:4`, `shop/catalog.py:3` |"
    ]
    assert told.endswith("Without an owner is 1 table: `ghosts`.")


def test_a_transaction_has_the_order_of_its_writes_and_advice() -> None:
    told = section(summary(shop()), "Transactions")
    assert told.startswith("1 of 1 transaction that writes tables would span services. Advice: saga with")
    assert rows(told) == [
        "| high | `shop.shipping.send` | billing, shipping | 1. `parcels` of shipping `shop/shipping.py:4`; "
        "2. `orders` of billing `shop/shipping.py:5`; 1 more | Open again: it was accepted until 2020-06-30: wait for "
        "the new courier; **saga with compensations** 3–8 person-days; 4 more |"
    ]


def test_contracts_say_who_must_promise_what() -> None:
    told = section(summary(shop()), "Contracts")
    assert told.startswith("2 of 3 services would owe the others 2 operations: 1 called in loops, 1 inside")
    assert rows(told) == [
        "| shipping, leaves 1. | 1 | 0 | 1 | billing | 100 % | `send` |",
        "| billing | 1 | 1 | 4 | shipping | 75 % | `refund` |",
        "| `send` | `order_id`: int | nothing: nobody waits | billing `shop/billing.py:5` |  | `shop/shipping.py:1` |",
    ]


def test_risks_are_told_by_sort_and_those_not_found_named() -> None:
    page = summary(shop())
    assert rows(section(page, "Services that wait in a row: 1 row")) == [
        "| medium | `shop.catalog.browse` | catalog waits for billing, which waits for shipping. `shop/catalog.py:4` |"
    ]
    assert section(
        page, "Shared queues, caches, files, buckets and indexes: 1 queue, 1 topic, 1 cache, 1 file, 1 bucket, 1 index"
    ).endswith("And 2 more: see `findings.csv`.")
    assert section(summary(with_services(2)), "Runtime risks").startswith("Looked for, not found: calls in loops, many")


def test_the_roadmap_has_steps_and_what_comes_after_each() -> None:
    told = section(summary(decided(shop(), extracting())), "Roadmap")
    assert told.startswith("2 steps lead to the verdict, for 12–40 person-days.\n")
    assert rows(told)[:2] == [
        "| 1. Enforce the boundaries inside the monolith | no new edge comes up | Enforce the boundaries 1 (0.5–2) | "
        "0.5–2 |",
        "| 2. Extract billing | 6 edges to break; it keeps 1 table | Split modules 1 (0.5–2), Offer interfaces 1 "
        "(1–3), Turn calls round to the interfaces 1 (0.2–0.5), Start the process 1 (5–15), data step 3 (5–14) | "
        "12–38 |",
    ]
    assert rows(told)[2:] == [
        "| Today | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
        "| 1. Enforce the boundaries inside the monolith | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0.5–2 |",
        "| 2. Extract billing | 2 | 1 | 1 | 1 | 1 | 1 | 1 | 12–40 |",
        "| A full split, for comparison | 2 | 2 | 1 | 2 | 1 | 1 | 3 | 30–95 |",
    ]


def test_the_mandate_says_who_fails_and_why() -> None:
    told = section(summary(shop()), "API mandate")
    assert told.startswith("1 of 3 services passes all four checks. Calls go through an interface: 3 of 3; No direct")
    assert rows(told) == [
        "| shipping | passes | **fails**: 2 places go past an interface. | **fails**: 2 places go past an interface. | "
        "passes |",
        "| catalog | passes | **fails**: 2 places go past an interface. | passes | passes |",
        "| billing | passes | passes | passes | passes |",
    ]


def test_findings_are_counted_by_kind_and_severity() -> None:
    told = section(summary(shop()), "Findings")
    assert told.startswith("3 high, 11 medium, 13 low; 1 accepted; 1 open again, because")
    assert rows(told)[2] == (
        "| transaction | 1 | 0 | 0 | 1 | shop.shipping.send writes parcels and orders in one transaction. "
        "`shop/shipping.py:3`, `shop/shipping.py:4` and 1 more |"
    )
    assert len(rows(told)) == 27 + 7
    assert rows(told)[27].startswith("| high | shared-table | `orders` | blocker | orders is written by")
    assert told.endswith("And 21 more: see `findings.csv`.")


def test_what_was_not_seen_is_named() -> None:
    assert section(summary(shop()), "What we could not see").splitlines()[:14] == [
        "| File not read | Reason |",
        "|---|---|",
        "| `shop/broken.py` | NUL byte in line 3 |",
        "",
        "| Unresolved | Reason | Places | The first |",
        "|---|---|---:|---|",
        "| sql | the table name is computed | 1 | `shop/catalog.py:9` |",
        "",
        "Of 10 calls the target is not known: 10 untyped receiver.",
        "",
        "* AUTH\\_USER\\_MODEL is auth.User",
        "* The history of changes was not read: 0 commits",
        "",
        "Made by seamline `0.1.0` from the code alone. The CSV files hold every row: `--output csv=DIR`; the report "
        "for the meeting: `--output html=FILE`. Effort is a range from counted things, for comparing, no offer.",
    ]
    all_read = tuple(one for one in shop().modules if one.status is not ModuleStatus.UNREAD)
    assert "Every file that was meant to be read could be read." in summary(replace(shop(), modules=all_read))


def test_one_service_stays_and_has_nothing_to_part() -> None:
    one = replace(
        EMPTY,
        services=(service("all", 4),),
        decision=replace(staying(), readiness=staying().readiness[:1]),
    )
    page = summary(one)
    assert "\n**Stay one process.**\n" in page
    assert "There is one candidate service, so no option draws a border." in section(page, "Decision")
    assert "None: it takes two services to part." in section(page, "First extraction")
    assert section(page, "Services").startswith("One candidate service, all, holds all 4 definitions: the evidence")
    assert section(page, "Roadmap") == "There is no step to take, and no day of work to plan."
    assert section(page, "Coupling matrix").startswith("There are fewer than two services, so nothing can lie between")


def test_a_result_without_a_verdict_or_tables_says_so() -> None:
    page = summary(replace(shop(), decision=None, tables=(), accesses=(), transactions=(), findings=()))
    assert "This result holds no verdict" in page
    assert section(page, "Shared data").startswith("No table was found, so nothing can be shared through a database.")
    assert section(page, "Transactions").startswith("No transaction was found in the code.")
    assert section(page, "Roadmap") == "This result holds no plan."


def test_what_is_left_out_is_counted() -> None:
    page = summary(with_services(20))
    told = section(page, "Services")
    assert told.count("\n### ") == 6
    assert len(rows(told)) == 15
    assert "| s14 |" in told
    assert "\n\nAnd 5 more: see `services.csv`.\n" in told
    assert told.endswith("And 14 more: see `services.csv`.")
    assert section(page, "Coupling matrix").endswith("And 4 more: see `seamline.json`.")


def test_many_shared_tables_are_ranked_and_counted() -> None:
    names = [f"t{number:02}" for number in range(18)]
    used = tuple(
        access(f"{by}.py:{number + 1}", name, operation, by)
        for number, name in enumerate(names)
        for by, operation in (("s00", RowOperation.UPDATE), ("s01", RowOperation.SELECT))
    )
    declared = tuple(table(name, "s00") for name in names)
    told = section(summary(replace(with_services(2), tables=declared, accesses=used)), "Shared data")
    assert len(rows(told)) == 15
    assert rows(told)[0] == "| `t00` | s00 | 1 | s00 1 w, s01 1 r | – | – | `s01.py:1` |"
    assert told.endswith("And 3 more: see `accesses.csv`.")


def test_places_are_links_where_there_is_an_address_of_the_source() -> None:
    page = summary(shop(), URL)
    assert "[shop/shipping.py:3](https://git.example/shop/shop/shipping.py#L3)" in page
    with pytest.raises(ReportError, match="does not say where the file goes"):
        summary(shop(), "https://git.example/")


def test_a_long_place_ends_in_its_line_and_leads_nowhere() -> None:
    pen = Pen(URL, 20, 2)
    assert pen.place(f"{'x' * 30}/billing.py:123") == "`… xxx/billing.py:123`"
    assert pen.place("billing.py:3") == "[billing.py:3](https://git.example/shop/billing.py#L3)"
    assert pen.place("billing.py:0") == "`billing.py`"
    assert pen.places(("a.py:1", "b.py:1", "c.py:1"), 1).endswith("/a.py#L1) and 2 more")


def test_nobody_is_called_and_nothing_becomes_a_link() -> None:
    pen = Pen("", 80, 2)
    assert pen.text("ask @team at https://x.example, or www.y.example") == (
        "ask `@`team at https`://`x.example, or `www.`y.example"
    )
    assert pen.name("@team/x") == "`@team/x`"
    assert pen.name("@a|b") == "`@`a\\|b"


def test_every_kind_of_cell_can_be_written() -> None:
    assert set(_DRAW) == set(Kind)
    pen = Pen("", 80, 2)
    grid = Grid(
        "g",
        "",
        (Column("Heat", Kind.HEAT), Column("Across", Kind.ACROSS), Column("Provider", Kind.CONTRACT)),
        (("3 0 12 1", (4, 1, "a", "b"), ("billing", 1)), ("", "", ("x", 0))),
        "",
        "x.csv",
    )
    assert pen.table(grid, 5) == (
        "| Heat | Across | Provider |\n|---:|---:|---|\n| 3 r 12 d | 4 ↻ | billing |\n|  |  | x |"
    )
    assert pen.table(grid, 1, ("Provider",)) == "| Provider |\n|---|\n| billing |"


def test_the_command_writes_it_to_a_file_or_to_stdout(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_bytes(write_json(shop()))
    to_file = CliRunner().invoke(cli, ["report", str(tmp_path / "shop.json"), "--output", f"md={tmp_path}/shop.md"])
    assert to_file.exit_code == 0
    to_stdout = CliRunner().invoke(cli, ["report", "-q", str(tmp_path / "shop.json"), "--output", "md=-"])
    assert to_stdout.stdout == (tmp_path / "shop.md").read_text(encoding="utf-8") == summary(shop())


def test_the_guide_names_the_limits() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guide" / "summary.md").read_text(encoding="utf-8")
    room, *smaller = ROOMS
    assert f"at most {MOST:,} bytes" in guide
    assert f"the first {room.rows}; beside the matrix {room.rows // 2} pairs |" in guide
    assert f"| {room.rows * 2} kinds, each with" in guide
    assert f"| the first {room.rows // 2} |" in guide
    assert f"| the worst {room.short} of each sort |" in guide
    assert f"| the {room.cards} largest |" in guide
    assert f"| the first {room.few} |" in guide
    assert f"| {room.letters} characters |" in guide
    *rows_of, least = (str(one.rows) for one in smaller)
    assert f"to {', '.join(rows_of).replace(', ', ' rows, ', 1)} and {least}" in guide.replace("\n", " ")


def test_the_same_result_gives_the_same_bytes() -> None:
    assert summary(shop()) == summary(read_json(bytes(write_json(shop()))))


def test_a_large_result_has_room_with_links() -> None:
    page = summary(
        large(200, 1_000, 2_000, 5_000), "https://git.example/a/long/way/to/the/repository/-/blob/main/{path}#L{line}"
    )
    assert len(page.encode()) <= MOST <= 200_000
    assert "And 185 more: see `services.csv`." in page
    assert list(broken(page)) == []


def test_names_of_three_hundred_letters_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = "\U000e0001" * 300  # every letter is written as eleven
    monkeypatch.setattr(generated, "_WORDS", [longest + word for word in generated._WORDS])
    evil = large(16, 40, 60, 200)
    page = summary(evil, URL)
    assert len(page.encode()) <= MOST
    assert list(broken(page)) == []
    told = summary_page(evil)
    for room in ROOMS[2:]:
        made = render_within(told, room, URL).decode()
        assert list(broken(made)) == []
        assert re.findall(r"^## (.*)", made, re.MULTILINE) == SECTIONS


def test_the_least_room_is_enough_for_every_kind_of_finding() -> None:
    text = msgspec.json.encode(shop())
    for word in (b"billing", b"shipping", b"catalog", b"orders", b"parcels", b"charge"):
        text = text.replace(word, word + b"\xf3\xa0\x80\x81" * 300)
    evil = summary_page(msgspec.json.decode(text, type=Analysis))
    assert len(render_within(evil, ROOMS[-1], URL)) <= MOST


def broken(page: str) -> Iterator[str]:
    """Lines of tables that have more or fewer cells than their head, and elements that are not allowed."""
    wide = 0
    for line, after in pairwise((*page.splitlines(), "")):
        if after.startswith("|---"):
            wide = cells(line)
        if line.startswith("|") and cells(line) != wide:
            yield line
    tokens = READER.parse(page)
    shown = READER.renderer.render(tokens, READER.options, {})
    yield from set(re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", shown)) - ALLOWED
    tabled = sum(one.type == "tr_open" for one in tokens)
    if tabled != sum(line.startswith("| ") for line in page.splitlines()):
        yield "a row stands outside its table"


def plain(tokens: list[Token]) -> Iterator[str]:
    """What a code host looks at for names of persons and addresses: text that is neither code nor a link."""
    for token in tokens:
        within = False
        for one in token.children or ():
            within = one.type == "link_open" or (within and one.type != "link_close")
            if one.type == "text" and not within:
                yield one.content


def named(name: str) -> Analysis:
    """A shop in which everything has this name."""
    plain_shop = decided(shop(), extracting(name))
    (bill, *others), (first, *contracts) = plain_shop.services, plain_shop.contracts
    refund = replace(first.operations[0], service=name, name=name, path=name)
    return replace(
        plain_shop,
        project=replace(plain_shop.project, name=name, notes=(name,)),
        services=(replace(bill, name=name, tables=(name,)), *others),
        tables=tuple(replace(one, name=name if one.name == "orders" else one.name) for one in plain_shop.tables),
        accesses=tuple(replace(one, table=name if one.table == "orders" else one.table) for one in plain_shop.accesses),
        contracts=(replace(first, service=name, operations=(refund,)), *contracts),
        findings=tuple(
            replace(one, services=(name, *one.services), message=name, subject=name) for one in plain_shop.findings
        ),
        remedies=tuple(replace(one, reason=name, steps=(name,)) for one in plain_shop.remedies),
        unresolved=tuple(replace(one, reason=name, service=name) for one in plain_shop.unresolved),
        service_edges=tuple(
            replace(one, source=name if one.source == "billing" else one.source) for one in plain_shop.service_edges
        ),
        mandate=tuple(replace(one, service=name, message=name) for one in plain_shop.mandate),
        entry_points=tuple(replace(one, name=name, service=name, path=f"{name}.py") for one in plain_shop.entry_points),
        modules=tuple(replace(one, path=f"{name}.py", reason=name) for one in plain_shop.modules),
    )


TEXTS = st.text(alphabet=st.sampled_from(list("ab 1\\`*_[]()<>|#+-.=!~&;:$/@\n\r\t\u202e\u2028\x1bé")), max_size=12)


@given(TEXTS | st.sampled_from((HOSTILE, "@team", "https://evil.example", "www.evil.example", "</details>", "---")))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_name_stays_text(name: str) -> None:
    page = summary(named(name), URL)
    assert list(broken(page)) == []
    tokens = READER.parse(page)
    assert [one.content for before, one in pairwise(tokens) if before.tag == "h2" and before.nesting == 1] == SECTIONS
    links = {str(child.attrs["href"]) for one in tokens for child in one.children or () if child.type == "link_open"}
    assert all(link.startswith("https://git.example/shop/") for link in links)
    assert not any(re.search(r"@\w|\w://|www\.", text) for text in plain(tokens))
    assert not re.search("[\u202e\u2028\x1b]", page)
