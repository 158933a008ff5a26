"""Can a person read from the portal what a service does, and stays hostile text in it text?"""

from __future__ import annotations

import re

import msgspec
import pytest
from example import EMPTY, shop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from analyzer.model.contracts import Caller, Contract, Failure, Offer, Operation, OperationKind
from analyzer.model.interfaces import Place, Result
from analyzer.model.location import Location
from analyzer.model.shapes import UNKNOWN, DataKind, DataType, Origin, Shape, ShapeKind
from contracts_by_hand import (
    CONTRACTS,
    INTEGER,
    STATE,
    STRING,
    TRIP,
    contract,
    many,
    operation,
    optional,
    rides,
    taken,
    with_contracts,
)
from reports.errors import ReportError
from reports.render.formats import render
from reports.render.markdown import code, escaped, place
from reports.render.options import RenderOptions
from reports.render.portal import shape_text

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ALLOWED = {
    *("h1", "h2", "h3", "h4", "p", "a", "code", "em", "table", "thead", "tbody", "tr", "th", "td"),
}


def pages(*contracts: Contract, source_url: str = "") -> dict[str, str]:
    """The pages of a shop with these contracts."""
    made = render(with_contracts(shop(), *contracts), "portal", RenderOptions(source_url))
    assert not isinstance(made, bytes)
    return {name: content.decode() for name, content in made.items()}


def section(page: str, title: str) -> str:
    """What stands below a heading, to the next one of its level."""
    below = page.partition(f"\n## {title}\n")[2]
    return re.split(r"\n<a id=[^\n]*\n## ", below)[0].strip()


def test_the_index_has_a_row_per_service() -> None:
    index = pages(rides())["index.md"]
    assert index.startswith("# What each service of shop would promise\n")
    assert "| [rides](rides.md) | Trips and papers. | 0 | 3 | 1 | 1 | 1 | 6 | 2 | 0.67 | 95 % |\n" in index


def test_the_index_and_the_pages_say_who_calls_whom() -> None:
    asking = operation("ask", service="billing", callers=(Caller("rides.f", "rides", "rides/f.py", 3),))
    made = pages(rides(), msgspec.structs.replace(contract(asking), service="billing"))
    assert (
        "| [billing](billing.md) | rides 2 | rides 1 |\n| [rides](rides.md) | billing 1 | billing 2 |\n"
        in made["index.md"]
    )
    assert section(made["rides.md"], "What it calls").splitlines()[2:] == [
        "| [billing](billing.md) | `ask` | `rides/f.py:3` |  |"
    ]
    assert section(made["billing.md"], "What it calls").splitlines()[2:] == [
        "| [rides](rides.md) | `cancel` | `billing/refund.py:3` | in a transaction |",
        "| [rides](rides.md) | `get_trip` | `billing/charge.py:7` | in a loop |",
    ]


def test_an_analysis_without_services_has_an_index_alone() -> None:
    made = render(EMPTY, "portal")
    assert not isinstance(made, bytes)
    assert list(made) == ["index.md"]
    assert b"no service that would owe" in made["index.md"]


def test_a_page_says_who_calls_and_what_must_change_first() -> None:
    page = pages(rides())["rides.md"]
    assert section(page, "Who calls it").splitlines()[2:] == [
        "| billing | `cancel` | `billing/refund.py:3` | in a transaction |",
        "| billing | `get_trip` | `billing/charge.py:7` | in a loop |",
    ]
    assert section(page, "What it calls") == "It asks nothing of another service."
    assert section(page, "What must change first").splitlines()[2:] == [
        "| `get_trip` | called once for each turn of a loop | batch operation | `billing/charge.py:7` |",
        "| `cancel` | is called in a transaction of the caller | a call before or after it | `billing/refund.py:3` |",
        "| `upload` | takes a live object (file): paper | an upload | `rides/trips.py:10` |",
        "| `get_trip` | takes a live object (session): session | the service opens its own | `rides/trips.py:10` |",
    ]


def test_what_must_change_is_said_once_and_the_most_calls_first() -> None:
    def asked(name: str, *lines: int) -> Operation:
        at = tuple(Location("b.py", line) for line in lines)
        offers = Offer("batch operation", "once for each turn", at), Offer("read model", "row by row", at)
        return operation(name, offers=offers, callers=tuple(Caller("b.f", "billing", "b.py", n, True) for n in lines))

    own = Caller("rides.f", "rides", "rides/f.py", 1, in_loop=True, in_transaction=True)
    row = taken("trip_id", INTEGER, Place.PATH, live="entity", instead="its key", origin=Origin.COLUMN, about="its key")
    of_row = msgspec.structs.replace(row, of_object=True)
    rows = tuple(taken(name, TRIP, Place.BODY, live="entity", instead="their keys") for name in ("first", "second"))
    merge = operation("merge", inputs=(of_row, *rows), callers=(own,))
    page = pages(contract(asked("a", 3), asked("b", 7, 5, 7), merge))["rides.md"]
    assert section(page, "What must change first").splitlines()[2:] == [
        "| `b` | once for each turn | batch operation or read model | `b.py:7`, `b.py:5`, `b.py:7` |",
        "| `a` | once for each turn | batch operation or read model | `b.py:3` |",
        "| `merge` | takes live objects (entity): first, second | their keys | `rides/trips.py:10` |",
    ]
    assert "| `trip_id` | path | integer | yes |  | its key |\n" in page
    assert "| `first` | body | `Trip` | yes |  | Today a live entity; instead: their keys. |\n" in page


def test_an_entry_point_of_which_nothing_is_known_is_a_row_alone() -> None:
    silent = operation("get_home", kind=OperationKind.ENDPOINT, path="/")
    asked = operation("get_trips", kind=OperationKind.ENDPOINT, path="/trips", inputs=(taken("day", STRING),))
    page = pages(contract(silent, asked))["rides.md"]
    assert "| `get_home` | rest | GET | `/` |" in page
    assert "| [`get_trips`](#operation-get-trips) | rest | GET | `/trips` |" in page
    assert re.findall(r"^#### .*", page, re.MULTILINE) == ["#### get\\_trips"]


def test_a_long_page_describes_the_operations_with_most_callers() -> None:
    asked = Caller("b.f", "billing", "b.py", 1)
    page = pages(contract(*(operation(f"x{n:03}") for n in range(150)), operation("y", callers=(asked,))))["rides.md"]
    assert "Of 1 operations with fewer callers only the address stands here." in page
    assert "[`y`](#operation-y)" in page
    assert "| `x149` | rest" in page
    assert page.count("\n#### ") == 150


def test_thousands_of_entry_points_are_counted() -> None:
    silent = (operation(f"x{n:03}", kind=OperationKind.ENDPOINT) for n in range(510))
    page = pages(contract(*silent))["rides.md"]
    assert "| `x499` | rest" in page
    assert "| `x500` | rest" not in page
    assert "And 10 more, in the CSV files (`--output csv=DIR`)." in page


def test_operations_of_one_name_have_sections_of_their_own() -> None:
    page = pages(contract(operation("find", path="/a"), operation("find", path="/b")))["rides.md"]
    assert "[`find`](#operation-find) | rest | GET | `/a` |" in page
    assert "[`find`](#operation-find-2) | rest | GET | `/b` |" in page
    assert '<a id="operation-find-2"></a>\n#### find\n' in page


def test_a_row_in_an_address_is_asked_by_its_key_and_doubts_stand_apart() -> None:
    given = taken("trip", TRIP, Place.PATH, live="entity", instead="its key")
    page = pages(contract(operation("of", inputs=(given,), doubts=("one", "two"), confidence=0.5)))["rides.md"]
    assert "| `trip` | path | key of `Trip` | yes |" in page
    assert "Confidence 50 %: one; two.\n" in page


def test_an_error_says_all_its_messages() -> None:
    failed = Failure("rides.E", 409, "a rule", "too late", others=("no car",))
    assert (
        "| 409 | `rides.E` | too late; no car | a rule |"
        in pages(contract(operation("x", failures=(failed,))))["rides.md"]
    )


def test_long_tables_are_cut() -> None:
    callers = [operation(f"x{n:03}", callers=(Caller("b.f", "billing", "b.py", n),)) for n in range(120)]
    told = section(pages(contract(*callers))["rides.md"], "Who calls it").splitlines()
    assert len(told) == 2 + 100 + 2
    assert told[-1] == "And 20 more, in the CSV files (`--output csv=DIR`)."


def test_a_page_says_how_to_call() -> None:
    calling = section(pages(rides())["rides.md"], "How to call it")
    assert re.findall(r"^#+ .*", calling, re.MULTILINE) == [
        "### Operations",
        "#### get\\_trip",
        "#### cancel",
        "### Entry points of today",
        "#### upload",
        "### Events that it receives",
        "#### trip\\_done",
        "### Messages of today",
    ]
    one = calling.partition("#### get\\_trip\n")[2].partition("<a id=")[0].strip().splitlines()
    assert one == [
        "Find a trip.",
        "",
        "rest: GET `/trips/{trip_id}` (nothing speaks for another). "
        "Stands for `rides.trips.get_trip` at `rides/trips.py:10`.",
        "",
        "Reads `trips`. May be repeated: yes, because it reads.",
        "",
        "| takes | where | type | required | default | |",
        "|---|---|---|---|---|---|",
        "| `trip_id` | path | integer | yes |  |  |",
        "| `session` | does not cross | a live session | yes |  | "
        "Today a live session; instead: the service opens its own. |",
        "",
        "Gives 200: [`Trip`](#type-trip). The trip.",
        "",
        "| error | exception | message | by which rule | where |",
        "|---:|---|---|---|---|",
        "| 404 | `rides.errors.TripNotFound` | no trip … | the name says so | `rides/trips.py:12` |",
    ]


def test_a_page_says_how_data_is_structured() -> None:
    page = pages(rides())["rides.md"]
    assert '<a id="type-trip"></a>\n### Trip\n' in page
    assert "entity `rides.models.Trip` at `rides/models.py:8`, table `trips`. The source does not show all" in page
    assert "| `id` (key) | integer | yes |  |  |\n" in page
    assert "| `state` | [`State`](#type-state) | yes |  |  |\n" in page


def test_data_types_of_one_name_are_told_apart() -> None:
    types = tuple(DataType(f"rides.{name}.result", DataKind.CLASS, (), "rides.py", 3) for name in ("find", "ask"))
    given = Result(Shape(ShapeKind.DATA, name="rides.ask.result"))
    page = pages(contract(operation("ask", result=given), types=types))["rides.md"]
    assert "Gives 200: [`ask_result`](#type-ask-result)." in page
    assert '<a id="type-ask-result"></a>\n### ask\\_result\n' in page


def test_places_are_links_where_there_is_an_address_of_the_source() -> None:
    page = pages(rides(), source_url="https://git.example/{path}#L{line}")["rides.md"]
    assert "[billing/charge.py:7](https://git.example/billing/charge.py#L7)" in page
    with pytest.raises(ReportError, match="does not say where the file goes"):
        pages(rides(), source_url="https://git.example/")


def test_many_places_are_counted() -> None:
    callers = tuple(Caller("b.f", "billing", "b.py", line) for line in range(1, 9))
    page = pages(contract(operation("x", callers=callers)))["rides.md"]
    assert "`b.py:5` and 3 more |" in page


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (UNKNOWN, "*not known*"),
        (INTEGER, "integer"),
        (Shape(ShapeKind.STRING, format="date-time"), "string (date-time)"),
        (many(optional(STRING)), "list of string or null"),
        (Shape(ShapeKind.MAP, (INTEGER,)), "map of integer"),
        (Shape(ShapeKind.TUPLE, (INTEGER, STRING)), "(integer, string)"),
        (Shape(ShapeKind.CONSTANTS, values=('"a"', "1")), 'one of `"a"`, `1`'),
        (TRIP, "[`Trip`](#type-trip)"),
        (STATE, "`State`"),
        (Shape(ShapeKind.LIVE, name="session"), "a live session"),
    ],
)
def test_shapes_are_said_in_words(shape: Shape, text: str) -> None:
    assert shape_text(shape, {"rides.models.Trip": "Trip"}) == text


TEXTS = st.text(alphabet=st.sampled_from(list("ab 1\\`*_[]()<>|#+-.=!~&;:$/@\n\r\t\u202e\u2028\x1bé")), max_size=12)


@given(TEXTS | st.text(max_size=8))
def test_any_text_stays_what_it_is(text: str) -> None:
    (_, inline, _) = READER.parse(f"x {escaped(text)} x\n")
    assert inline.children is not None
    assert {one.type for one in inline.children} <= {"text", "text_special"}
    spelled = "".join(
        char if char.isprintable() or char.isspace() else char.encode("unicode_escape").decode() for char in text
    )
    assert "".join(one.content for one in inline.children).split() == f"x {spelled} x".split()


@pytest.mark.parametrize(
    ("text", "out"), [("0.8–2 days", "0.8–2 days"), ("1. x", "1\\. x"), ("1)", "1\\)"), ("- x", "\\- x"), (".x", ".x")]
)
def test_only_what_would_begin_a_list_is_escaped(text: str, out: str) -> None:
    assert escaped(text) == out


@given(TEXTS)
def test_any_text_at_the_start_of_a_line_is_a_paragraph(text: str) -> None:
    assert [one.type for one in READER.parse(f"{escaped(text)}x\n")] == ["paragraph_open", "inline", "paragraph_close"]


@given(TEXTS)
def test_any_name_fits_into_a_cell(text: str) -> None:
    rows = READER.parse(f"| a | b |\n|---|---|\n| {code(text)} | {escaped(text)} |\n")
    assert sum(one.type == "td_open" for one in rows) == 2
    assert not any(child.type in ("html_inline", "link_open") for one in rows for child in one.children or ())


@given(TEXTS.map(lambda text: f"{text}:7"))
def test_any_place_is_a_link_to_its_file(text: str) -> None:
    (_, inline, _) = READER.parse(f"x {place(text, 'https://git.example/{path}#L{line}')} x\n")
    links = [one.attrs["href"] for one in inline.children or () if one.type == "link_open"]
    assert len(links) == 1
    assert str(links[0]).startswith("https://git.example/")


@given(CONTRACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_contract_is_a_page_without_foreign_elements(any_contract: Contract) -> None:
    evil = msgspec.structs.replace(
        any_contract, about="<img src=x onerror=alert(1)> [x](javascript:alert(1)) " + any_contract.about
    )
    for page in pages(evil).values():
        shown = READER.render(page)
        assert set(re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", shown)) <= ALLOWED
        assert 'href="javascript' not in shown
