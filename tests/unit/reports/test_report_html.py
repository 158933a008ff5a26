"""Does the one HTML file keep its rules: whole, safe, small, honest in every edge state?"""

from __future__ import annotations

import base64
import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from example import EMPTY, HOSTILE, coverage, service, shop, table
from large import hostile, large

import reports
from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Border, Contract
from analyzer.model.placements import Placement
from analyzer.model.services import TableOwnership
from reports.errors import ReportError
from reports.render.cells import percent
from reports.render.formats import render
from reports.render.links import place_html, route
from reports.render.options import RenderOptions

ASSETS = Path(reports.__file__).parent / "assets"
CSP = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


class _Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def _html(analysis: Analysis, **options: object) -> str:
    content = render(analysis, "html", RenderOptions(**options))  # type: ignore[arg-type]
    assert isinstance(content, bytes)
    return content.decode()


def _data(text: str, name: str = "data") -> dict[str, object]:
    found = re.search(rf'<script type="application/json"( data-packed)? id="{name}">(.*?)</script>', text, re.DOTALL)
    assert found
    raw = gzip.decompress(base64.b64decode(found[2])) if found[1] else found[2].encode()
    decoded: dict[str, object] = json.loads(raw)
    return decoded


def test_content_security_policy_is_exact() -> None:
    metas = [attrs for tag, attrs in _Elements(_html(EMPTY)).seen if tag == "meta"]
    assert [m["content"] for m in metas if m.get("http-equiv") == "Content-Security-Policy"] == [CSP]


def test_assets_keep_their_budgets() -> None:
    assert (ASSETS / "report.css").stat().st_size <= 30_000
    assert (ASSETS / "report.js").stat().st_size <= 60_000
    assert len(_html(EMPTY).encode()) <= 150_000


def test_nothing_is_fetched() -> None:
    for tag, attrs in _Elements(_html(shop())).seen:
        assert tag not in {"iframe", "object", "embed", "img"}
        assert "src" not in attrs
        assert not (tag == "link" and attrs.get("href") != "data:,")
    program = (ASSETS / "report.js").read_text() + (ASSETS / "report.css").read_text()
    assert not re.search(r"\bfetch\(|XMLHttpRequest|@import|url\(|https?:|eval\(|import\(", program)


@pytest.mark.parametrize("packed", [False, True])
def test_hostile_names_stay_text(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.render.payload.PACK_ABOVE", 0 if packed else 10**9)
    text = _html(hostile(), source_url="https://git.example/{path}#{line}")
    assert HOSTILE not in text
    elements = _Elements(text).seen
    assert all(tag != "img" and not any(name.startswith("on") for name in attrs) for tag, attrs in elements)
    assert sum(tag == "script" for tag, _ in elements) == 4
    assert text.count("</script>") == 4
    assert HOSTILE in _data(text)["services"]  # type: ignore[operator]


def test_the_contract_stands_where_the_border_is_told() -> None:
    contract = Contract("billing", (), (), (), Border(3, 0, 7, 2, 1.0, 0, 1, 0))
    text = _html(msgspec.structs.replace(shop(), contracts=(contract,)))
    border = text.partition("What crosses its border</h4>")[2].partition("<table>")[0]
    assert (
        '<p class="kinds">Contract: 3 operations (1 with live objects), 7 fields, 2 calling definitions.</p>' in border
    )
    assert "Contract: " not in _html(shop())


def test_weakly_placed_members_stand_on_the_card() -> None:
    weak = (
        Placement(f"shop.{HOSTILE}", "function", "billing", 0.61, "shipping"),
        Placement("orders", "table", "billing", 0.5),
        *(Placement(f"shop.f{n:02d}", "function", "billing", 0.69, "shipping") for n in range(10)),
    )
    text = _html(msgspec.structs.replace(shop(), placements=weak))
    card = text.partition("Weakly placed members</h4>")[2].partition("</article>")[0]
    assert re.findall(r"<tr><th scope=\"row\">.*?</td><td class=\"num\">(.*?)</td>", card) == [
        "50 %",
        "61 %",
        *["69 %"] * 8,
    ]
    assert "2 more, none of them weaker." in card
    assert HOSTILE not in text
    assert text.count("Weakly placed members</h4>") == 1


def test_who_contests_a_table_and_what_is_to_be_split_is_said() -> None:
    text = _html(shop())
    assert "<b>Contested:</b>" in text
    assert "holds 60 % of what speaks for an owner" in text
    assert "Modules to split, by the lines that leave their main service" in text
    assert "1-10, 21-30" in text
    given = TableOwnership("orders", "billing", 0.2, "shipping", 0.8, contested=False, by_hand=True)
    assert "The configuration gives it to" in _html(msgspec.structs.replace(shop(), ownership=(given,)))
    none = _html(msgspec.structs.replace(shop(), ownership=(), modules_to_split=()))
    assert "of what speaks for an owner" not in none
    assert "Modules to split, by" not in none.partition("<script")[0]


def test_the_shared_kernel_stands_below_the_services() -> None:
    text = _html(shop())
    assert '<h3 id="kernel-heading">Shared kernel</h3>' in text
    assert "2 of 4 outermost definitions (50 %) stand in no service: 2 to be copied." in text
    assert "Shared kernel by module" in text
    assert "kernel-heading" not in _html(msgspec.structs.replace(shop(), kernel=()))


def test_line_separators_are_escaped_in_data() -> None:
    sneaky = msgspec.structs.replace(EMPTY, services=(service("a\u2028b <!-- c"), service("d")))
    raw = _html(sneaky).partition('id="data">')[2].partition("</script>")[0]
    assert "\u2028" not in raw
    assert "<" not in raw
    assert _data(_html(sneaky))["services"] == ["a\u2028b <!-- c", "d"]


def test_the_result_is_carried_if_small() -> None:
    assert _data(_html(shop()), "result") == json.loads(bytes(render(shop(), "json")))  # type: ignore[arg-type]


def test_the_result_is_left_out_if_large() -> None:
    text = _html(large(services=5, tables=20, modules=50, calls=25_000))
    assert 'id="download"' not in text
    assert "too large to be carried" in text


@pytest.mark.parametrize(
    ("analysis", "sentence"),
    [
        (EMPTY, "No candidate service was found"),
        (EMPTY, "No table was found"),
        (EMPTY, "There are no findings"),
        (msgspec.structs.replace(EMPTY, services=(service("all"),)), "which speaks for staying"),
        (msgspec.structs.replace(EMPTY, tables=(table("t"),)), "no access to any of them"),
        (shop(), "1 file</b> could not be"),
        (shop(), "1 file unread"),
    ],
)
def test_edge_states_say_why(analysis: Analysis, sentence: str) -> None:
    assert sentence in _html(analysis)


def test_unread_files_stand_in_the_strip_only_if_there_are_any() -> None:
    assert 'class="unread"' not in _html(msgspec.structs.replace(shop(), coverage=coverage(unread=0)))


def test_names_in_any_script() -> None:
    text = _html(msgspec.structs.replace(EMPTY, services=(service("оплата"), service("配送"))))
    assert 'id="/service/%D0%BE%D0%BF%D0%BB%D0%B0%D1%82%D0%B0"' in text
    assert ">配送<" in text


def test_undecodable_names_do_not_stop_the_report() -> None:
    assert "\\udcff" in _html(msgspec.structs.replace(EMPTY, tables=(table("t\udcff"),)))


def test_without_dot_and_without_diagrams_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--no-diagrams was given" in _html(shop(), diagrams=False)
    assert "<svg" not in _html(shop(), diagrams=False).partition("<script")[0]
    monkeypatch.setenv("PATH", "")
    text = _html(shop())
    assert "plain columns, because the program `dot` was not found" in text
    assert "<svg" in text


def test_jobs_leave_no_trace() -> None:
    one = msgspec.structs.replace(shop(), options=msgspec.structs.replace(shop().options, jobs=1))
    assert "--jobs" not in _html(one)


def test_source_url_makes_links() -> None:
    text = _html(shop(), source_url="https://git.example/{path}#L{line}")
    assert '<a class="at" href="https://git.example/shop/shipping.py#L4">shop/shipping.py:4</a>' in text
    assert place_html("a b/é.py:0", "x/{path}#{line}") == '<a class="at" href="x/a%20b/%C3%A9.py#1">a b/é.py</a>'
    with pytest.raises(ReportError, match="does not say where the file goes"):
        _html(shop(), source_url="https://git.example/")


def test_a_route_is_one_word_whatever_the_name() -> None:
    assert route("service", "trip management") == "/service/trip%20management"
    assert route("table", "a/b?#\n'") == "/table/a%2Fb%3F%23%0A%27"


@pytest.mark.parametrize(("share", "text"), [(1.0, "100 %"), (0.9999, "99 %"), (0.125, "13 %"), (0.0, "0 %")])
def test_what_is_not_quite_all_is_never_all(share: float, text: str) -> None:
    assert percent(share) == text


def test_only_the_first_rows_are_elements() -> None:
    text = _html(large(services=20, tables=200, modules=100, calls=100))
    assert text.count('<tr id="/finding/') == 25
    assert "The first 25 of 1,400 rows" in text
    grid = _data(text)["grids"]["findings"]  # type: ignore[index]
    assert grid["size"] == 1_400


def test_figures_of_cuts_are_written_by_their_kind_and_a_dash_where_nothing_speaks_for_them() -> None:
    text = _html(shop())
    for cell in ("3", "50 %", "0.412", "–"):
        assert f'<td class="num">{cell}</td>' in text
