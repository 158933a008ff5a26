"""Does the decision sheet say what is decided, what stands in the way, and what is open?"""

from __future__ import annotations

import re

import msgspec
import pytest
from couplings import findings as couplings
from decided import decision, options, readiness, steps
from example import EMPTY, HOSTILE, coverage, service, shop

from analyzer.model.analysis import Analysis
from analyzer.model.code import Certainty
from analyzer.model.contracts import Border, Contract, Input
from analyzer.model.data import Unresolved
from analyzer.model.decision import Decision, OptionKind, Verdict
from analyzer.model.finding import Severity, Status
from analyzer.model.history import HistoryRead
from analyzer.model.interfaces import Parameter, Place
from analyzer.model.placements import Placement
from analyzer.model.plan import RemedyKind
from analyzer.model.services import TableOwnership
from analyzer.model.shapes import UNKNOWN
from reports.render.formats import render
from reports.views import rich
from reports.views.days import days
from reports.views.decision import DecisionPage, decision_page
from reports.views.rich import shortened
from reports.views.shares import share

replace = msgspec.structs.replace


def chosen(kind: OptionKind, **parts: object) -> Analysis:
    """Give the shop with another verdict."""
    verdict = Verdict(kind, "So be it.", "a rule of later", ("for a reason",), ())
    made = replace(decision(), verdict=verdict, options=options(kind), **parts)  # type: ignore[arg-type]
    return replace(shop(), decision=made)


def questions(page: DecisionPage) -> dict[str, str]:
    """Give what is said of each open question."""
    return {one.label: one.said for one in page.questions}


def sheet(analysis: Analysis) -> str:
    """Give the sheet as it stands in the document."""
    content = render(analysis, "html")
    assert isinstance(content, bytes)
    found = re.search(r'<section class="page" id="/decision".*?(?=<section class="page")', content.decode(), re.DOTALL)
    assert found
    return found[0]


def test_the_verdict_with_its_rule_reasons_and_what_would_change_it() -> None:
    ruling = decision_page(shop()).ruling
    assert ruling is not None
    assert ruling.sentence == "Extract shipping; the other 2 services stay in one process, with boundaries checked."
    assert (ruling.rule, ruling.holds[:35]) == ("the best can leave", "some services are ready to leave, a")
    assert ruling.reasons == ("shipping: 5 edges to break, 83 % of all; 1 lead to it, 4 away from it",)
    assert ruling.would_change == ("catalog could leave if this did not hold: it owns no table",)


def test_a_rule_that_is_not_known_is_named_alone() -> None:
    page = decision_page(chosen(OptionKind.EXTRACT))
    assert page.ruling is not None
    assert (page.ruling.rule, page.ruling.holds) == ("a rule of later", "")
    assert "<b>a rule of later</b>." in sheet(chosen(OptionKind.EXTRACT))


def test_the_four_options_stand_on_the_same_figures() -> None:
    lines = decision_page(shop()).options
    assert [(one.title, one.meaning, one.chosen) for one in lines] == [
        ("Stay one process", "no border is drawn", False),
        ("Modular monolith", "3 services, one process", False),
        ("Extract one to three", "shipping", True),
        ("Full split", "3 processes", False),
    ]
    assert lines[0].figures == ("0", "0", "0", "0", "0", "0", "0", "0", "–")
    assert lines[1].figures == ("0", "0", "0", "0", "0", "1", "3", "4–12", "88 %")
    assert lines[2].figures == ("2", "1", "1", "2", "1", "1", "2", "10–30", "90 %")
    assert lines[3].figures[-2:] == ("1,024–2,048", "88 %")


def test_the_chosen_option_is_marked_in_words() -> None:
    text = sheet(shop())
    assert text.count('class="mark">chosen<') == 1
    assert re.search(r"Extract one to three <span class=\"mark\">chosen</span>", text)


def test_blockers_are_what_lies_in_two_processes_and_cost_most_comes_first() -> None:
    found = decision_page(shop()).blockers
    crossing = [one for one in couplings() if "shipping" in one.services and one.status is not Status.ACCEPTED]
    assert found.number == len([one for one in crossing if len(one.services) > 1])
    assert found.stands_in_way
    first, second = found.worst[:2]
    assert (first.id, first.remedy, first.days) == ("transaction:shop.shipping.send", "saga with compensations", "3–8")
    assert first.place == "shop/shipping.py:3"
    assert (second.id, second.remedy, second.days) == ("shared-table:orders", "single owner with read API", "2–5")
    assert [one.severity for one in found.worst] == sorted((one.severity for one in found.worst), key=_severity)
    assert len(found.worst) == 5


def test_a_blocker_without_a_remedy_says_what_its_contract_says() -> None:
    """Refund takes a session and an ORM object, gives one, and is called in a loop and in a transaction."""
    session = Input(Parameter("session", "positional", UNKNOWN), Place.BODY, "session", "nothing")
    order = Input(Parameter("order", "positional", UNKNOWN), Place.BODY, "entity", "its key")
    billing = shop().contracts[0]
    (refund,) = (one for one in billing.operations if one.name == "refund")
    (asking,) = refund.callers
    assert (asking.in_loop, asking.in_transaction) == (True, True)
    refund = replace(refund, inputs=(session, order), offers=())
    contracts = (replace(billing, operations=(refund,)), *shop().contracts[1:])
    about = {one.kind: replace(one, severity=Severity.HIGH, status=Status.OPEN) for one in couplings()}
    live = replace(about["live-object"], services=("billing", "shipping"), definition=refund.definitions[0])
    looped = replace(about["call-in-loop"], caller=asking.definition)
    made = replace(shop(), contracts=contracts, findings=(live, looped, about["shared-state"]), remedies=())
    worst = {one.kind: one.first for one in decision_page(made).blockers.worst}
    assert worst == {
        "live-object": "no session handed over, data for the ORM object it takes and 3 more",
        "call-in-loop": "one call for all turns",
        "shared-state": "",
    }
    assert "first, by its contract: no session handed over" in sheet(made)


def _severity(name: str) -> int:
    return ["high", "medium", "low"].index(name)


def test_what_the_way_leaves_together_and_what_was_accepted_is_no_blocker() -> None:
    within = tuple(replace(one, services=("billing", "catalog")) for one in couplings())
    assert decision_page(replace(shop(), findings=within)).blockers.number == 0
    accepted = tuple(replace(one, status=Status.ACCEPTED, reason="we live with it") for one in couplings())
    assert decision_page(replace(shop(), findings=accepted)).blockers.worst == ()
    assert "No open finding stands in the way." in sheet(replace(shop(), findings=accepted))


def test_the_optional_steps_of_a_modular_monolith_cost_nothing_on_it() -> None:
    first, later = steps()
    page = decision_page(chosen(OptionKind.MODULAR, steps=(first, replace(later, optional=True))))
    shared = next(one for one in page.blockers.worst if one.id == "shared-table:orders")
    assert (shared.remedy, shared.days) == ("single owner with read API", "2–5")  # of its remedy, not of the step
    assert page.first is not None
    assert (page.first.leaves, page.first.later) == (False, True)
    assert [one.optional for one in page.steps] == [False, True]
    assert "The first extraction" not in dict(page.to_decide)


def test_within_one_process_a_network_costs_nothing() -> None:
    kinds = {one.kind for one in decision_page(chosen(OptionKind.MODULAR)).blockers.worst}
    assert not kinds & {"call-in-loop", "chatty-entry-point", "live-object", "synchronous-chain", "shared-queue"}
    assert kinds


def test_staying_shows_what_speaks_against_a_cut_and_leads_nowhere() -> None:
    page = decision_page(chosen(OptionKind.STAY, steps=(), readiness=readiness()[1:]))
    assert page.blockers.title == "What speaks against a cut"
    assert page.blockers.number == len([one for one in couplings() if len(one.services) > 1]) - 1  # one is accepted
    assert (page.steps, page.more_steps) == ((), 0)
    assert page.first is not None
    assert (page.first.service, page.first.leaves, page.first.later) == ("catalog", False, False)
    assert page.first.against == ("it owns no table",)
    assert [what for what, _ in page.to_decide] == ["The verdict", "The open questions"]
    assert "The way there" not in sheet(chosen(OptionKind.STAY, steps=()))


def test_the_first_extraction_has_its_readiness_contract_and_data() -> None:
    border = Border(3, 0, 12, 2, 1.0, 1, 2, 0)
    contract = Contract("shipping", (), (), (), border)
    first = decision_page(replace(shop(), contracts=(contract,))).first
    assert first is not None
    assert (first.service, first.leaves, first.why) == ("shipping", True, "the only service that is ready to leave")
    assert first.figures == (
        ("Edges to break", "5, 83 % of all; in: 1 calling pair; out: 1 calling pair, 1 read, 1 write, 1 foreign key"),
        ("Transactions", "1 would cross its border"),
        ("Stability", "90 %"),
        ("Changed alone", "in 6 of 8 commits"),
    )
    assert first.contract == (
        "1 operation for others (1 called in loops, 2 with live objects), 2 for its own entry points, 12 fields"
    )
    assert [(one.subject, one.remedy, one.days) for one in first.remedies] == [
        ("send", "saga with compensations", "3–8"),
        ("orders", "single owner with read API", "2–5"),
    ]
    assert (first.tables, first.more) == (1, 0)


def test_the_way_there_lists_the_first_steps() -> None:
    page = decision_page(shop())
    assert [(one.number, one.title, one.days) for one in page.steps] == [
        (1, "Enforce the boundaries inside the monolith", "1–2"),
        (2, "Extract shipping", "9–28"),
    ]
    several = tuple(replace(steps()[1], number=number) for number in range(1, 8))
    assert decision_page(chosen(OptionKind.SPLIT, steps=several)).more_steps == 3


def test_open_questions_are_told_with_their_figures() -> None:
    weak = (
        Placement("shop.shipping.send", "function", "shipping", 0.6, "billing", 0.1),
        Placement("shop.billing.charge", "function", "billing", 0.95, "", 0.1),
    )
    merging = tuple(replace(one, recommended=one.remedy is RemedyKind.MERGE_SERVICES) for one in shop().remedies)
    guessed = tuple(
        replace(one, certainty=Certainty.GUESSED if one.kind == "shared-table" else Certainty.TYPED)
        for one in couplings()
    )
    made = replace(
        shop(),
        coverage=replace(coverage(unread=1), history=HistoryRead(reason="git is not installed")),
        placements=weak,
        remedies=merging,
        findings=guessed,
    )
    asked = questions(decision_page(made))
    number = decision_page(made).blockers.number
    assert asked == {
        "Files not read": "1 of 16 files (6 %)",
        "Unknown tables": "1 of 10 data accesses (10 %)",
        "Calls not followed": "10 of 100 calls (10 %)",
        "Changed together": "not known: git is not installed",
        "Contested owners": "1 of 3 tables (33 %); 1 of them between what leaves and another",
        "Weakly placed": "1 of 2 outermost definitions and 0 tables (50 %); 1 of them in what leaves. They stand in",
        "Better merged": "recommended for 1 finding in the way",
        "Resting on a guess": f"1 of {number} findings ({share(1 / number)})",
    }


def test_services_of_unknown_tables_are_named_in_order() -> None:
    """They come from a set, whose order hangs on the hash seed."""
    unknown = tuple(Unresolved("sql", "execute", "shop/a.py", 3, "built at run time", name) for name in "hgfedcba")
    (question,) = [
        one for one in decision_page(replace(shop(), unresolved=unknown)).questions if one.label == "Unknown tables"
    ]
    assert question.names == (rich.service("a"), rich.soft(" and 7 more"))


def test_a_question_names_what_leaves_first() -> None:
    owners = tuple(
        TableOwnership(name, owner, 0.6, "catalog", 0.3, contested=True)
        for name, owner in (("a", "billing"), ("b", "billing"), ("c", "billing"), ("z", "shipping"))
    )
    (question,) = [
        one for one in decision_page(replace(shop(), ownership=owners)).questions if one.label == "Contested owners"
    ]
    assert question.names == ("dz", "t, ", "da", "t, ", "db", "l and 1 more")


def test_who_saw_all_asks_nothing() -> None:
    clear = replace(
        shop(),
        coverage=replace(coverage(), calls_unresolved=0, accesses_unresolved=0, files_unread=0),
        ownership=(),
        findings=(),
        remedies=(),
    )
    page = decision_page(clear)
    assert page.questions == ()
    assert "None that the analysis knows of." in sheet(clear)
    assert [what for what, _ in page.to_decide] == ["The verdict", "The first extraction"]


@pytest.mark.parametrize("services", [(), (service("billing"),)])
def test_with_fewer_than_two_services_nothing_leaves(services: tuple[object, ...]) -> None:
    nothing = Decision(
        Verdict(OptionKind.STAY, "Stay one process.", "no data to part", (), ()), options(OptionKind.STAY), (), ()
    )
    bare = replace(EMPTY, services=services, decision=nothing)  # type: ignore[arg-type]
    page = decision_page(bare)
    assert (page.first, page.blockers.worst, page.steps) == (None, (), ())
    assert "it takes two services to part" in sheet(bare)
    assert "so no option draws a border" in sheet(bare)


def test_a_result_without_verdict_says_so_and_shows_the_rest() -> None:
    older = replace(shop(), decision=None)
    page = decision_page(older)
    assert (page.ruling, page.options, page.first, page.steps) == (None, (), None, ())
    assert page.blockers.worst
    text = sheet(older)
    assert "This result holds no verdict" in text
    assert 'class="boxes"' in text


def test_hostile_words_are_escaped() -> None:
    said = Verdict(OptionKind.EXTRACT, HOSTILE, HOSTILE, (HOSTILE,), (HOSTILE,))
    text = sheet(replace(shop(), decision=replace(decision(), verdict=said)))
    assert HOSTILE not in text
    assert text.count("&lt;img") == 4


def test_boxes_wait_for_a_pen() -> None:
    text = sheet(shop())
    for word in ("accept", "change", "postpone"):
        assert text.count(f'<td class="box">{word}</td>') == 4
    assert text.count('<td class="blank">') == 8


def test_the_roadmap_is_linked_where_there_is_one() -> None:
    text = sheet(shop())
    assert ("#/roadmap" in text) != ("steps.csv" in text)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, 0, ""), (0.5, 2, "0.5–2"), (1, 1, "1"), (9.96, 30.4, "10–30"), (999.6, 2000, "1,000–2,000")],
)
def test_days_are_written_as_a_range(low: float, high: float, said: str) -> None:
    assert days(low, high) == said


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, "0 %"), (0.004, "under 1 %"), (0.5, "50 %"), (0.999, "99 %"), (1.0, "100 %")]
)
def test_shares_never_round_to_none_or_all(value: float, said: str) -> None:
    assert share(value) == said


def test_long_words_are_cut_at_a_space() -> None:
    assert shortened("one two, three", 9) == "one two …"
    assert shortened("x" * 12, 9) == "x" * 9 + " …"
    assert shortened("short", 9) == "short"
