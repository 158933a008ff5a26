"""Can a person read from the portal what a service does, and stays hostile text in it text?"""

from __future__ import annotations

import re

import msgspec
import pytest
from example import EMPTY, shop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from analyzer.model.contracts import Caller, Contract
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind
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
    return page.partition(f"\n## {title}\n")[2].partition("\n<a id=")[0].strip()


def test_the_index_has_a_row_per_service() -> None:
    index = pages(rides())["index.md"]
    assert index.startswith("# What each service of shop would promise\n")
    assert "| [rides](rides.md) | Trips and papers. | 3 | 1 | 6 | 2 | 0.67 | 1 | 1 | 95 % |\n" in index


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
    assert section(page, "What must change first").splitlines()[2:] == [
        "| `upload` | takes a live object (file): paper | an upload | `rides/trips.py:10` |",
        "| `get_trip` | takes a live object (session): session | the service opens its own | `rides/trips.py:10` |",
        "| `get_trip` | called once for each turn of a loop | batch operation | `billing/charge.py:7` |",
        "| `cancel` | is called in a transaction of the caller | a call before or after it | `billing/refund.py:3` |",
    ]


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
    one = calling.partition("#### get\\_trip\n")[2].partition("####")[0].strip().splitlines()
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
        "| `session` | does not cross | a live session | yes |  |  "
        "Today a live session; instead: the service opens its own |",
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
    assert shape_text(shape, {"rides.models.Trip": "type-trip"}) == text


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
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_contract_is_a_page_without_foreign_elements(any_contract: Contract) -> None:
    evil = msgspec.structs.replace(
        any_contract, about="<img src=x onerror=alert(1)> [x](javascript:alert(1)) " + any_contract.about
    )
    for page in pages(evil).values():
        shown = READER.render(page)
        assert set(re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", shown)) <= ALLOWED
        assert 'href="javascript' not in shown
