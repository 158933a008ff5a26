"""Does the page of contracts say who promises what to whom, and what has to change first?"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode

import msgspec
import pytest
from couplings import place
from example import EMPTY, service, shop
from hypothesis import HealthCheck, given, settings

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Caller, Channel, Contract, Failure, Operation, OperationKind
from analyzer.model.decision import CutFigures, Decision, OptionKind, PlanOption, Verdict
from analyzer.model.interfaces import Result
from analyzer.model.shapes import NULL
from contracts_by_hand import CONTRACTS, INTEGER, NO_BORDER, contract, operation, taken, with_contracts
from reports.render import html
from reports.render.formats import render
from reports.render.links import contract_html
from reports.render.options import RenderOptions
from reports.views.contract_told import must_change, told
from reports.views.contracts import COLUMNS, ContractsPage, contracts_page


def _extracting(*names: str, analysis: Analysis | None = None) -> Analysis:
    """The shop, with a verdict that some services leave."""
    figures = CutFigures()
    options = (
        PlanOption(OptionKind.STAY, (), figures, 0.0, 0.0, 1.0),
        PlanOption(OptionKind.MODULAR, (), figures, 0.5, 1.0, 1.0),
        PlanOption(OptionKind.EXTRACT, names, figures, 1.0, 2.0, 1.0, chosen=True),
        PlanOption(OptionKind.SPLIT, names, figures, 1.0, 2.0, 1.0),
    )
    decision = Decision(Verdict(OptionKind.EXTRACT, "Extract.", "", (), ()), options, (), ())
    return msgspec.structs.replace(analysis or shop(), decision=decision)


def _cells(page: ContractsPage, provider: str) -> list[object]:
    (row,) = [row for row in page.matrix.rows if row[0] == (provider, 1)]
    return [row[index] for index, column in enumerate(page.matrix.columns) if column.kind == "across"]


def _called(*consumers: str, number: int = 1) -> Contract:
    callers = tuple(Caller("a.b", name, "a.py", 1) for name in consumers)
    return contract(*(operation(f"op{index}", callers=callers) for index in range(number)))


def _undecided(analysis: Analysis) -> Analysis:
    return msgspec.structs.replace(analysis, decision=None)


def test_the_matrix_counts_operations_by_provider_and_consumer() -> None:
    page = contracts_page(_undecided(shop()))
    assert [column.title for column in page.matrix.columns][-2:] == ["billing", "shipping"]
    assert _cells(page, "billing") == ["", (1, 1, "billing", "shipping")]
    assert _cells(page, "shipping") == [(1, 0, "shipping", "billing"), ""]
    assert [row[0] for row in page.matrix.rows] == [("billing", 1), ("shipping", 1)]
    assert page.matrix.rows[0][1:6] == (1, 1, 1, 4, 1)
    assert (page.operations, page.providers, page.looped, page.held, page.live) == (2, 2, 1, 1, 1)


def test_who_leaves_first_stands_first_and_says_its_place() -> None:
    page = contracts_page(_extracting("shipping", "billing"))
    assert [card.name for card in page.cards] == ["shipping", "billing"]
    assert [row[1] for row in page.matrix.rows] == ["1.", "2."]
    assert page.first is page.cards[0]
    assert [card.name for card in page.next] == ["billing"]
    assert contracts_page(_undecided(shop())).first is None


def test_the_lead_says_what_the_first_service_must_promise() -> None:
    text = _text(_extracting("billing", "shipping"))
    assert "The first to leave, billing, must promise 1 operation (refund) to shipping. It must change first." in text
    assert "Then shipping must promise 1 operation (send) to billing. As far as can be seen it need not" in text
    assert "must promise nothing to other services: none asks it." in _text(_extracting("catalog"))


def test_an_operation_says_what_it_takes_gives_and_needs_first() -> None:
    (one,) = contracts_page(_undecided(shop())).cards[0].operations
    assert one.takes == (("corder", "t: Orders"), ("ccents", "t: int", "l may be left out"))
    assert one.gives == (("b200", "t Orders"), ("t409 ", "cSettled", "l settled already"))
    assert one.asked == (("sshipping", "t ", "pshop/shipping.py:8", "l in a loop, in its transaction"),)
    assert one.first == (
        ("bpasses a live ORM object", "t (", "corder", "t)", "t: needs a data type"),
        ("bpasses a live session", "t (", "csession", "t)", "t; instead nothing"),
        ("bgives a live ORM object", "t: needs a data type"),
        (
            "bbatch operation",
            "t: called once for each turn of a loop: one request for all",
            "t ",
            "pshop/shipping.py:8",
        ),
        ("ba call before or after it", "t: called in a transaction of the caller", "t ", "pshop/shipping.py:8"),
    )
    assert ("bmay be repeated", "t: no", "t, because it inserts rows") in one.how
    assert ("bdoubt", "t: live objects have to become data: entity, session") in one.how
    assert ("t409 ", "cshop.billing.Settled", "l said by the program", "t ", "pshop/billing.py:22") in one.how


def test_what_is_not_known_is_said() -> None:
    one = told(operation("ask", inputs=(taken("what"),)), "ask")
    assert one.takes == (("cwhat", "l not known"),)
    assert one.gives == (("b200", "l not known"),)
    assert told(operation("ask"), "ask").takes == (("lnothing",),)
    assert told(operation("go", result=Result(NULL), status=204), "go").gives == (("b204", "t nothing"),)
    assert told(operation("go", channel=Channel.EVENTS), "go").gives == (("tnothing: nobody waits",),)


def test_nothing_has_to_change_first_where_only_its_own_service_loops() -> None:
    own = operation("ask", callers=(Caller("rides.a", "rides", "a.py", 1, in_loop=True),))
    assert not must_change(own)
    assert must_change(operation("ask", callers=(Caller("shop.a", "shop", "a.py", 1, in_loop=True),)))


def test_many_lines_are_counted() -> None:
    one = told(operation("ask", inputs=tuple(taken(f"x{index}", INTEGER) for index in range(9))), "ask")
    assert len(one.takes) == 7
    assert one.takes[-1] == ("land 3 more",)


def test_a_failure_that_only_libraries_raise_comes_last() -> None:
    failures = (Failure("a.Z", 404, "", implied=True), Failure("a.B", 422, ""))
    assert [line[1] for line in told(operation("ask", failures=failures), "ask").gives[1:]] == ["cB", "cZ"]


def test_a_card_counts_what_only_its_own_entry_points_call_and_what_they_do_themselves() -> None:
    inner = operation("inner", callers=(Caller("rides.web", "rides", "w.py", 1),))
    doors = tuple(operation(f"door{index}", kind=OperationKind.ENDPOINT) for index in range(7))
    page = contracts_page(_undecided(with_contracts(shop(), contract(inner, *doors))))
    (card,) = page.cards
    assert (card.across, card.own, card.all_endpoints, len(card.endpoints)) == (0, ("inner",), 7, 5)
    assert "No other service asks it: it promises what its entry points do today." in _text(
        with_contracts(shop(), contract(inner, *doors))
    )


def test_messages_and_data_types_are_told_with_their_places() -> None:
    card = contracts_page(_undecided(shop())).cards[0]
    assert card.messages == (("bsends", "t queue ", "cparcels", "t: Orders", "t ", "pshop/billing.py:8"),)
    assert card.types == (("cOrders", "l entity ", "tid: int", "t, ", "tname: str", "t ", "pshop/models.py:1"),)


def test_operations_of_one_name_have_marks_of_their_own() -> None:
    same = [operation("go", path=f"/{n}", callers=(Caller("s.x", "shop", "s.py", n),)) for n in (1, 2)]
    (card,) = contracts_page(_undecided(with_contracts(shop(), contract(*same)))).cards
    assert [one.mark for one in card.operations] == ["go", "go 2"]
    assert card.consumers[0].operations == (("go", "go"), ("go", "go 2"))
    assert card.consumers[0].places == 2


def test_many_consumers_share_the_last_column() -> None:
    names = [f"s{number:02}" for number in range(COLUMNS + 4)]
    page = contracts_page(_undecided(with_contracts(shop(), _called(*names, number=2))))
    assert page.matrix.columns[-1].title == "4 more"
    assert _cells(page, "rides")[0] == (2, 0, "rides", "s00")
    assert _cells(page, "rides")[-1] == (2, 0, "rides", "")
    assert len(page.cards[0].consumers) == 12
    assert page.cards[0].all_consumers == COLUMNS + 4


def test_of_very_many_operations_fewer_are_told() -> None:
    several = [Contract(f"s{number:03}", _of(f"s{number:03}", 20), (), (), NO_BORDER) for number in range(60)]
    page = contracts_page(_undecided(with_contracts(shop(), *several)))
    assert page.operations == 1_200
    assert [len(card.operations) for card in page.cards] == [8] * 8
    assert page.untold == 52
    assert page.matrix.rows[-1][0] == ("s059", 0)
    assert page.matrix.rows[-1][-1] == (20, 0, "", "")


def _of(name: str, number: int) -> tuple[Operation, ...]:
    callers = (Caller("shop.a", "shop", "a.py", 1),)
    return tuple(operation(f"op{index:02}", service=name, callers=callers) for index in range(number))


def test_what_is_empty_says_why() -> None:
    one = msgspec.structs.replace(EMPTY, services=(service("all"),))
    assert contracts_page(EMPTY).matrix.empty == (
        "There are fewer than two services, so none has to promise another anything."
    )
    assert contracts_page(one).cards == ()
    older = msgspec.structs.replace(shop(), contracts=())
    assert contracts_page(older).matrix.empty == (
        "This result holds no contracts; run `seamline analyze` again to have them."
    )
    silent = contracts_page(with_contracts(shop(), contract(operation("door", kind=OperationKind.ENDPOINT))))
    assert silent.matrix.rows == ()
    assert silent.matrix.empty == "No service calls another, so none would have to promise another anything."


def test_one_service_still_shows_its_entry_points() -> None:
    door = operation("door", "GET", "/door", kind=OperationKind.ENDPOINT, at=place("a.py", 3))
    one = with_contracts(msgspec.structs.replace(EMPTY, services=(service("rides"),)), contract(door))
    text = _text(one)
    assert "There are fewer than two services" in text
    assert "GET /door rest rides.trips.door a.py:3" in text


def test_the_report_carries_the_documents_that_openapi_writes() -> None:
    content = render(_undecided(shop()), "html")
    assert isinstance(content, bytes)
    found = re.search(r'<script type="application/json" data-packed id="documents">(.*?)</script>', content.decode())
    assert found
    carried = json.loads(gzip.decompress(b64decode(found[1])))
    written = render(shop(), "openapi")
    assert isinstance(written, dict)
    assert carried == {name: text.decode() for name, text in written.items() if "catalog" not in name}


def test_documents_that_would_weigh_too_much_are_left_to_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.render.documents.MOST_OF_SMALL", 10)
    content = render(shop(), "html")
    assert isinstance(content, bytes)
    assert b'id="documents"' not in content
    assert b"data-document=" not in content
    assert b"--output openapi=DIR" in content


def test_a_contract_without_a_card_is_named_only() -> None:
    assert contract_html("a<b", "") == "a&lt;b"
    assert contract_html("a<b", "x y", "from", "z") == '<a href="#/contract/x%20y/from/z">a&lt;b</a>'


@given(CONTRACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_link_within_a_contract_leads_somewhere(one: Contract) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "PAGES", tuple(page for page in html.PAGES if page.key == "contracts"))
        content = render(_undecided(with_contracts(shop(), one)), "html", RenderOptions(diagrams=False))
    assert isinstance(content, bytes)
    text = content.decode()
    ids = set(re.findall(r' id="(/contract/[^"]*)"', text))
    assert set(re.findall(r'href="#(/contract/[^"]*)"', text)) <= ids
    assert len(re.findall(r' id="/contract/[^"]*"', text)) == len(ids)


def _text(analysis: Analysis) -> str:
    """The words of the page."""
    content = render(analysis, "html")
    assert isinstance(content, bytes)
    page = content.decode().partition('<section class="page" id="/contracts"')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))
