"""Does the roadmap tell each step with its work, the figures after it, and how ready every service is?"""

from __future__ import annotations

import re

import msgspec
import pytest
from decisions import EVERY, LEFT, SHIP, decided, extracting, staying
from example import EMPTY, HOSTILE, shop
from large import hostile, large
from markupsafe import escape

from analyzer.model.analysis import Analysis
from analyzer.model.decision import CutFigures, Decision, OptionKind
from analyzer.model.plan import Coefficient
from analyzer.model.teams import ServiceTeams, TeamShare
from reports.render.formats import render
from reports.render.options import RenderOptions
from reports.render.pages import PAGES
from reports.views.roadmap import Bar, Stage, roadmap_page
from reports.views.roadmap_step import MANY, SHOWN, SHOWN_OF_MANY


def planned(decision: Decision | None = None) -> Analysis:
    return decided(shop(), decision or extracting())


def optional_at_the_end() -> Decision:
    """Make a modular monolith; billing could leave it later."""
    made = extracting()
    order, leaving = made.steps
    modules = CutFigures(modules_to_split=1, operations=3)
    steps = (msgspec.structs.replace(order, after=modules), msgspec.structs.replace(leaving, optional=True))
    options = tuple(msgspec.structs.replace(one, chosen=one.kind is OptionKind.MODULAR) for one in made.options)
    return msgspec.structs.replace(made, steps=steps, options=options)


def html(analysis: Analysis, source_url: str = "") -> str:
    """Render the report, and cut the roadmap out of it."""
    made = render(analysis, "html", RenderOptions(source_url))
    assert isinstance(made, bytes)
    page = made.decode().partition('id="/roadmap"')[2]
    return page.partition('<section class="page"')[0]


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def rows(stages: tuple[Stage, ...]) -> list[tuple[str, list[int], str]]:
    return [(one.title, [bar.number for bar in one.bars], one.days) for one in stages]


def test_the_page_stands_before_the_mandate() -> None:
    keys = [page.key for page in PAGES]
    assert keys.index("roadmap") + 1 == keys.index("mandate")


def test_chart_shows_the_system_after_each_step_and_a_full_split_beside_it() -> None:
    page = roadmap_page(planned())
    assert rows(page.stages) == [
        ("Today", [0] * 7, "0"),
        ("Enforce the boundaries inside the monolith", [0] * 7, "0.5–2"),
        ("Extract billing", [2, 1, 1, 1, 1, 1, 1], "12–40"),
        ("A full split, for comparison", [2, 2, 1, 2, 1, 1, 3], "30–95"),
    ]
    assert page.stages[2].bars[1] == Bar(LEFT.shared_tables, LEFT.shared_tables / EVERY.shared_tables)
    assert (page.stages[2].least, page.stages[2].most) == (12.5 / 95, 40 / 95)


def test_a_full_split_that_the_steps_lead_to_is_not_compared_with_itself() -> None:
    made = extracting()
    options = tuple(msgspec.structs.replace(one, chosen=one.kind is OptionKind.SPLIT) for one in made.options)
    page = roadmap_page(planned(msgspec.structs.replace(made, options=options)))
    assert [one.title for one in page.stages][-1] == "Extract billing"


def test_what_a_modular_monolith_orders_crosses_no_border() -> None:
    page = roadmap_page(planned(optional_at_the_end()))
    assert page.has_inside
    assert page.stages[1].bars[5:] == (Bar(1, 0.0, inside=True), Bar(3, 0.0, inside=True))
    assert [(one.title, one.number, one.more) for one in page.cards[0].figures] == [
        ("Modules to split, in one process", 1, 0),
        ("Operations, in one process", 3, 0),
    ]
    assert [one.more for one in page.cards[1].figures] == [2, 1, 1, 1, 1, 1, 1]
    assert "(3)" in html(planned(optional_at_the_end()))


def test_optional_steps_are_marked_in_words_and_not_summed() -> None:
    analysis = planned(optional_at_the_end())
    page, shown = roadmap_page(analysis), text(html(analysis))
    assert (page.asked, page.number, page.days) == (1, 2, "0.5–2")
    assert "1 step leads there, for 0.5–2 person-days; 1 more is optional." in shown
    assert "2. Extract billing optional" in shown
    assert "Optional : the verdict does not ask for it; it could be taken later." in shown


def test_a_card_tells_why_what_before_and_the_way_back() -> None:
    card = roadmap_page(planned()).cards[1]
    assert card.reasons == ("6 edges to break", "it keeps 1 table")
    assert [(one.step, one.text) for one in card.preconditions] == [
        (1, ""),
        (1, "it asks nobody"),
        (0, "decide against merging"),
    ]
    shown = html(planned())
    assert '<a href="#/step/1">step 1</a>: it asks nobody' in shown
    assert '<article class="card step" id="/step/2"' in shown
    assert "Keep the code of billing in the monolith." in shown


def test_work_is_grouped_by_kind_with_its_effort_and_the_data_step_has_its_place() -> None:
    card = roadmap_page(planned()).cards[1]
    assert [(one.title, one.number, one.days) for one in card.work] == [
        ("Split modules", 1, "0.5–2"),
        ("Offer interfaces", 1, "1–3"),
        ("Turn calls round to the interfaces", 1, "0.2–0.5"),
    ]
    assert [one.title for one in card.last] == ["Start the process"]
    assert [one.task.name for one in card.data] == ["transaction send", "table orders", "tables"]
    assert (card.data_number, card.data_days, card.more_data) == (3, "5–14", 0)
    assert card.data_share == 13.5 / 34
    assert "<b>way back</b>" not in html(planned())


def test_an_item_names_its_places_what_it_waits_for_and_its_finding() -> None:
    card = roadmap_page(planned()).cards[1]
    assert card.work[2].shown[0].places == (f"{SHIP}:8",)
    assert card.work[1].shown[0].after == "all of “Split modules”"
    assert card.data[0].task.finding == "transaction:shop.shipping.send"
    shown = html(planned(), "https://git.example/{path}#L{line}")
    assert f'<a class="at" href="https://git.example/{SHIP}#L8">{SHIP}:8</a>' in shown
    assert '<a href="#/finding/transaction%3Ashop.shipping.send">transaction send</a>' in shown


def test_a_finding_that_the_result_does_not_hold_is_no_link() -> None:
    analysis = msgspec.structs.replace(planned(), findings=())
    assert "#/finding/" not in html(analysis)
    assert roadmap_page(analysis).cards[1].data[0].task.finding == ""


def test_several_findings_are_named_up_to_three() -> None:
    made = planned()
    assert made.decision is not None
    order, leaving = made.decision.steps
    findings = tuple(one.id for one in made.findings[:5])
    items = (msgspec.structs.replace(leaving.items[0], findings=findings), *leaving.items[1:])
    steps = (order, msgspec.structs.replace(leaving, items=items))
    task = roadmap_page(planned(msgspec.structs.replace(made.decision, steps=steps))).cards[1].work[0].shown[0]
    assert (task.finding, task.findings, task.others) == ("", findings[:3], 2)


def test_the_data_step_says_what_each_remedy_makes_and_costs_in_consistency() -> None:
    analysis = planned()
    remedies = {(one.finding, str(one.remedy)): one for one in analysis.remedies}
    told = remedies["shared-table:orders", "single owner with read API"]
    one = roadmap_page(analysis).cards[1].data[1]
    assert (one.making, one.consistency, one.part) == (told.steps, told.consistency, 0.5)
    assert "This step bears 50 % of the remedy" in html(analysis)


def test_a_step_without_data_says_so() -> None:
    made = extracting()
    order, leaving = made.steps
    bare = msgspec.structs.replace(leaving, items=(leaving.items[6],))
    analysis = planned(msgspec.structs.replace(made, steps=(order, bare)))
    assert html(analysis).count("No data step: it has no table of its own") == 1


def test_teams_that_own_the_service_and_whose_code_changes() -> None:
    teams = tuple(
        ServiceTeams(name, (TeamShare(team, 1, 10, 1.0),), 0, 0, "CODEOWNERS")
        for name, team in (("billing", "@money"), ("shipping", "@parcels"))
    )
    card = roadmap_page(msgspec.structs.replace(planned(), teams=teams)).cards[1]
    assert (card.owners, card.others) == (("@money",), ("@parcels",))
    assert roadmap_page(planned()).cards[1].owners == ()
    assert "<dt>Teams</dt>" not in html(planned())


def test_readiness_has_edges_by_kind_and_what_speaks_against() -> None:
    grid = roadmap_page(planned()).readiness
    assert [column.title for column in grid.columns][-2:] == ["Commits", "Alone"]
    assert grid.rows[0] == (
        *(
            "billing",
            ("ready", "", ()),
            6,
            "1 calling pair, 2 reads, 1 write, 1 key",
            "1 calling pair",
            0.75,
            1,
            1,
            1.0,
            8,
            6,
        ),
    )
    assert grid.rows[2][1:5] == (("not yet", "It owns no table", ()), 1, "–", "1 read")


def test_without_history_readiness_says_nothing_of_commits() -> None:
    made = extracting()
    silent = tuple(msgspec.structs.replace(one, changes=0, alone=0) for one in made.readiness)
    grid = roadmap_page(planned(msgspec.structs.replace(made, readiness=silent))).readiness
    assert [column.title for column in grid.columns][-1] == "Stability"
    assert {len(row) for row in grid.rows} == {len(grid.columns)}


def test_effort_is_told_by_coefficient_for_what_the_verdict_asks() -> None:
    made = extracting()
    order, leaving = made.steps
    items = (
        msgspec.structs.replace(leaving.items[0], counted=(("module split", 1),)),
        msgspec.structs.replace(leaving.items[1], counted=(("operation", 1),)),
        leaving.items[4],
    )
    steps = (
        order,
        msgspec.structs.replace(leaving, items=items),
        msgspec.structs.replace(leaving, number=3, items=items, optional=True),
    )
    coefficients = (
        Coefficient("operation", "operation that is offered", 1.0, 3.0, "contract"),
        Coefficient("module split", "part that leaves a module", 0.5, 2.0, "imports"),
        Coefficient("event", "kind of event", 1.0, 2.0, "form"),
    )
    analysis = planned(msgspec.structs.replace(made, steps=steps))
    told = roadmap_page(msgspec.structs.replace(analysis, coefficients=coefficients)).effort
    assert [(one.name, one.each, one.number, one.days) for one in told.sources] == [
        ("operation", "1–3", 1, "1–3"),
        ("module split", "0.5–2", 1, "0.5–2"),
    ]
    assert (told.remedies, told.remedy_days, told.total) == (1, "1–2.5", "3–9.5")


def test_effort_names_the_coefficients_that_make_remedies_dear() -> None:
    analysis = planned()
    coefficients = (Coefficient("event", "", 1.0, 2.0, ""), Coefficient("saga", "", 3.0, 6.0, ""))
    counted = {"shared-table:orders": (("event", 8),), "transaction:shop.shipping.send": (("saga", 1), ("lost", 3))}
    remedies = tuple(msgspec.structs.replace(one, counted=counted.get(one.finding, ())) for one in analysis.remedies)
    costly = msgspec.structs.replace(analysis, coefficients=coefficients, remedies=remedies)
    assert roadmap_page(costly).effort.dearest == ("event", "saga", "lost")
    assert "most of it event, saga, lost (remedies.csv)" in html(costly)


def test_who_stays_has_no_step_and_reads_why() -> None:
    analysis = planned(staying())
    page, shown = roadmap_page(analysis), text(html(analysis))
    assert (page.stages, page.cards, page.number) == ((), (), 0)
    assert "Stay one process. There is no step to take" in shown
    assert "Why not no tables What would change it a second table" in shown
    assert "How ready each service is to leave" in shown
    assert "Where the effort comes from" not in shown


@pytest.mark.parametrize("analysis", [EMPTY, msgspec.structs.replace(shop(), decision=None)])
def test_an_older_result_says_that_it_holds_no_plan(analysis: Analysis) -> None:
    shown = text(html(analysis))
    assert "This result holds no plan" in shown
    assert "How ready" not in shown


def test_one_service_is_weighed_alone() -> None:
    made = msgspec.structs.replace(staying(), readiness=extracting().readiness[2:])
    assert "There is one candidate service, so that there is nothing for it to leave." in text(html(planned(made)))
    assert "Nothing speaks against the leaving of 1 of 3 services." in text(html(planned()))


def test_the_page_says_what_trackers_and_records_take() -> None:
    shown = text(html(planned()))
    for word in ("steps.csv", "roadmap.csv", "--output csv=DIR", "--output adr=DIR", "--output boundaries=DIR"):
        assert word in shown


def test_a_step_of_many_items_shows_the_first_of_each_kind() -> None:
    page = roadmap_page(large(services=20, tables=200, modules=500, calls=2_000))
    card = page.cards[1]
    assert len(card.step.items) > MANY
    assert {len(one.shown) for one in card.work} == {SHOWN_OF_MANY[0]}
    assert all(one.more == one.number - SHOWN_OF_MANY[0] for one in card.work)
    assert len(card.data) == SHOWN_OF_MANY[1] < card.data_number
    assert len(planned().decision.steps[1].items) <= min(MANY, *SHOWN)  # type: ignore[union-attr]


def test_names_of_the_source_stay_text() -> None:
    shown = html(hostile())
    assert HOSTILE not in shown
    assert str(escape(HOSTILE)) in shown
