"""Can an architect file the records of the decision, and stays hostile text in them text?"""

from __future__ import annotations

import re

import msgspec
import pytest
from decisions import BILL, EVERY, LEFT, SHIP, decided, extracting, staying
from example import EMPTY, HOSTILE, shop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from analyzer.model.analysis import Analysis
from analyzer.model.decision import CutFigures, Decision, OptionKind
from analyzer.model.teams import ServiceTeams, TeamShare
from reports.errors import ReportError
from reports.render.adr import record_names
from reports.render.as_json import read_json, write_json
from reports.render.formats import render
from reports.render.options import RenderOptions
from reports.views.arguments import Argument, of_option, of_step
from reports.views.crossing_places import CrossingPlaces, Places

MADR = [
    "Context and Problem Statement",
    "Decision Drivers",
    "Considered Options",
    "Decision Outcome",
    "Pros and Cons of the Options",
    "More Information",
]
VERDICT, ORDER, STEP = (
    "0001-extract-some-services.md",
    "0002-enforce-the-boundaries-inside-the-monolith.md",
    "0003-extract-billing.md",
)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ALLOWED = {
    *("h1", "h2", "h3", "h4", "p", "a", "code", "em", "strong", "blockquote", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def folder(analysis: Analysis, source_url: str = "") -> dict[str, str]:
    made = render(analysis, "adr", RenderOptions(source_url))
    assert not isinstance(made, bytes)
    return {name: content.decode() for name, content in made.items()}


def records(decision: Decision | None = None, source_url: str = "") -> dict[str, str]:
    return folder(decided(shop(), decision or extracting()), source_url)


def section(page: str, title: str) -> str:
    """What stands below a heading, to the next one of any level."""
    return re.split(r"\n#+ ", page.partition(f"# {title}\n")[2])[0].strip()


def test_without_a_decision_the_index_says_so() -> None:
    assert folder(EMPTY) == {"README.md": "# Decision records of empty\n\nThere is no decision in this result.\n"}


def test_who_stays_has_one_record() -> None:
    made = records(staying())
    assert list(made) == ["README.md", "0001-stay-one-process.md"]
    page = made["0001-stay-one-process.md"]
    assert 'Chosen option: "Stay one process", because there is one service at most; or fewer than two own' in page
    assert "The decision stands as long as the verdict is the same." in section(page, "Confirmation")


def test_the_index_names_every_record() -> None:
    made = records()
    assert list(made) == ["README.md", VERDICT, ORDER, STEP]
    rows = [line for line in made["README.md"].splitlines() if line.startswith("| [")]
    assert rows == [
        f"| [0001]({VERDICT}) | Extract billing | 12.5–40 | proposed |",
        f"| [0002]({ORDER}) | Enforce the boundaries inside the monolith | 0.5–2 | proposed |",
        f"| [0003]({STEP}) | Extract billing | 12–38 | proposed |",
    ]


@pytest.mark.parametrize("name", [VERDICT, ORDER, STEP])
def test_a_record_has_the_sections_of_madr(name: str) -> None:
    page = records()[name]
    assert page.startswith("---\nstatus: proposed\ndecision-makers: []\n---\n\n# ")
    assert re.findall(r"^## (.*)", page, re.MULTILINE) == MADR
    outcome = page.partition("## Decision Outcome\n")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.*)", outcome, re.MULTILINE) == ["Consequences", "Confirmation"]


def test_the_verdict_compares_the_options_on_their_figures() -> None:
    rows = records()[VERDICT].partition("## Considered Options")[2].partition("## Decision Outcome")[0].splitlines()
    assert [line for line in rows if line.startswith(("* ", "|"))] == [
        "* Stay one process",
        "* Make it a modular monolith",
        "* Extract billing",
        "* Split it into 3 services",
        "| | Stay one process | Make it a modular monolith | Extract billing | Split it into 3 services |",
        "|---|---:|---:|---:|---:|",
        "| calls cut | 0 | 0 | 2 | 2 |",
        "| of these in loops | 0 | 0 | 1 | 1 |",
        "| shared tables | 0 | 0 | 1 | 2 |",
        "| crossing transactions | 0 | 0 | 1 | 1 |",
        "| borders in a row | 0 | 0 | 1 | 2 |",
        "| modules to split | 0 | 1 | 1 | 1 |",
        "| operations | 0 | 3 | 1 | 3 |",
        "| person-days | 0 | 3–9.5 | 12.5–40 | 30–95 |",
        "| stability of the borders | 100 % | 90 % | 100 % | 90 % |",
    ]


def test_the_verdict_says_by_which_rule_and_what_would_change_it() -> None:
    outcome = section(records()[VERDICT], "Decision Outcome")
    assert 'Chosen option: "Extract billing", because some services are ready to leave' in outcome
    assert "\n> Extract billing; the others stay.\n" in outcome
    assert "\n5. The best can leave. Some services are ready to leave, and no transaction ties half" in outcome
    assert outcome.count("It does not hold.") == 4
    assert outcome.count("**It holds, and decides.**") == 1
    assert "\nWhat would change it:\n\n* a wider transaction\n" in outcome
    assert f"\n2. [Extract billing]({STEP}), 12–38 person-days" in outcome
    asked = section(records(staying())["0001-stay-one-process.md"], "Decision Outcome")
    assert asked.count("Not asked any more.") == 4


def test_a_reason_that_ends_in_a_place_leads_there() -> None:
    plain = extracting()
    said = (f"one transaction ties them: charge ({BILL}:5)", "a name (no/file.py:5)")
    made = records(msgspec.structs.replace(plain, verdict=msgspec.structs.replace(plain.verdict, reasons=said)))
    assert f"* one transaction ties them: charge, at `{BILL}:5`\n* a name (no/file.py:5)\n" in made[VERDICT]


def test_the_verdict_says_what_the_analysis_could_not_see() -> None:
    unseen = section(records()[VERDICT], "What the analysis could not see")
    assert "* Not read: `shop/broken.py`, NUL byte in line 3.\n" in unseen
    assert "* 1 × sql: the table name is computed, as in `shop/catalog.py:9`\n" in unseen
    assert "* AUTH\\_USER\\_MODEL is auth.User.\n" in unseen


def test_a_finding_that_was_accepted_is_no_evidence() -> None:
    accepted = [one.message for one in shop().findings if one.status == "accepted"]
    worst = section(records()[VERDICT], "The worst findings")
    assert accepted
    assert "| high | shared-table |" in worst
    assert not any(message in worst for message in accepted)


def test_a_step_says_why_now() -> None:
    page = records()[STEP]
    assert section(page, "Decision Drivers").splitlines()[:5] == [
        "* 6 edges to break.",
        "* It keeps 1 table.",
        "",
        "| edges | calls | reads | writes | foreign keys | all |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    assert "| that lead to it | 1 | 2 | 1 | 1 | 5 |\n| that lead away from it | 1 | 0 | 0 | 0 | 1 |" in page
    assert "number 1 of the 1 that are ready: 6 edges, 75 % of all." in page
    assert "It owns 1 table:\n\n* `orders` at `shop/models.py:1`\n" in page
    assert "| transactions across the border | 1 | 0 |" in section(page, "Confirmation")


def test_a_step_groups_its_work_and_links_what_comes_before() -> None:
    page = records()[STEP]
    assert section(page, "Preconditions").splitlines() == [
        f"* [ADR 2]({ORDER}) is done.",
        f"* [ADR 2]({ORDER}) is done: it asks nobody.",
        "* Decide against merging.",
    ]
    assert re.findall(r"^#### (.*)", page, re.MULTILINE) == [
        "Split modules: 1 item, 0.5–2 person-days",
        "Offer interfaces: 1 item, 1–3 person-days",
        "Turn calls round to the interfaces: 1 item, 0.2–0.5 person-days",
        "Start the process: 1 item, 5–15 person-days",
    ]
    assert "| interface of billing | offer 1 operation: refund | all of “Split modules” | 1–3 |" in page
    assert f"| ask through it | interface of billing | 0.2–0.5 | `{SHIP}:8` |" in page
    assert section(page, "Rollback") == "Keep the code of billing in the monolith."


def test_the_data_step_carries_out_remedies_in_their_order() -> None:
    told = section(records()[STEP], "The data step")
    assert re.findall(r"^\d+\. (.*)", told, re.MULTILINE) == [
        "Take it apart. 3–8 person-days.",
        "Ask for orders. 1–2.5 person-days.",
        "Move 1 table. 1–3 person-days. After: all transactions, all tables of others.",
    ]
    assert "    * Why: Two steps that can each be undone.\n" in told
    assert "    * To make, in this order: insert parcels; mark orders sent; if that fails, delete the parcel.\n" in told
    assert "    * To make, in this order: billing offers mark\\_sent(order); catalog asks billing for the state" in told
    assert (
        "    * This step bears 50 % of the remedy: those of its parties that have not left are still "
        "one process and need nothing between them; they bear the rest when they leave.\n" in told
    )
    assert "    * Consistency: readers see changes later.\n" in told


def test_of_a_remedy_that_others_share_a_step_says_what_concerns_it() -> None:
    plain = decided(shop(), extracting())
    steps = ("event of billing: orders changed", "copy of orders in catalog", "copy of orders in shipping")
    remedies = tuple(msgspec.structs.replace(one, steps=steps) for one in plain.remedies)
    decision = plain.decision
    assert decision is not None
    leaving = msgspec.structs.replace(decision.steps[1], service="shipping", title="Extract shipping")
    other = msgspec.structs.replace(decision, steps=(decision.steps[0], leaving))
    page = folder(msgspec.structs.replace(plain, remedies=remedies, decision=other))
    told = section(page["0003-extract-shipping.md"], "The data step")
    assert "this order: event of billing: orders changed; copy of orders in shipping.\n" in told
    assert told.count("copy of orders in catalog") == 1  # of the transaction, whose steps are one whole


def test_the_contract_of_a_step_is_what_it_owes_and_asks() -> None:
    told = section(records()[STEP], "The contract")
    assert f"| `refund` | `POST /refunds` | shipping | yes |  | `{SHIP}:8` | `{BILL}:1` |" in told
    assert "in `billing.openapi.json` (`--output openapi=DIR`), people in `billing.md`" in told
    assert f"shipping |  | yes | `{BILL}:5` | `{SHIP}:1` |" in told.partition("What it asks of others:")[2]


def test_the_risks_of_a_step_are_its_findings() -> None:
    told = section(records()[STEP], "Risks")
    assert "| a transaction is cut | " in told
    kinds = {one.split(" | ")[0] for one in told.splitlines()[2:]}
    assert "| what others delete" not in kinds
    assert "shared-table" not in told


def test_a_step_that_the_verdict_does_not_ask_for_waits() -> None:
    plain = extracting()
    later = msgspec.structs.replace(plain.steps[1], optional=True)
    made = records(msgspec.structs.replace(plain, steps=(plain.steps[0], later)))
    assert 'Chosen option: "Extract billing", though not yet, because' in made[STEP]
    assert "It waits for this:\n\n* A wider transaction.\n" in made[STEP]
    assert "Extract billing (optional)" in made["README.md"]


def test_the_teams_of_a_service_are_to_be_consulted() -> None:
    shares = (TeamShare("@shop/pay", 1, 30, 0.75), TeamShare('x"\n---\n# y', 1, 10, 0.25))
    teams = (ServiceTeams("billing", shares, 0, 0, "CODEOWNERS"),)
    page = folder(msgspec.structs.replace(decided(shop(), extracting()), teams=teams))[STEP]
    head = page.split("\n---\n")[0]
    assert head.endswith('decision-makers: []\nconsulted: ["@shop/pay", "x\\"\\n---\\n# y"]')


def test_where_merging_is_better_it_is_an_option() -> None:
    plain = decided(shop(), extracting())
    merging = tuple(
        msgspec.structs.replace(one, recommended=one.remedy == "merge services")
        if one.finding.startswith("transaction:")
        else one
        for one in plain.remedies
    )
    page = folder(msgspec.structs.replace(plain, remedies=merging))[STEP]
    better = "Merge billing with shipping, the better remedy of `transaction:shop.shipping.send`"
    assert better in section(page, "Considered Options")
    assert "### Merge it\n" in page


def test_what_crosses_is_seen_where_it_is_called_and_written() -> None:
    crossing = CrossingPlaces(decided(shop(), extracting()))
    left = crossing.when_left(("billing",))
    assert (left.calls, left.loops) == ((f"{BILL}:5", f"{SHIP}:8"), (f"{SHIP}:8",))
    assert left.tables == (f"{SHIP}:4", f"{BILL}:9")
    assert left.operations == (f"{BILL}:1", f"{SHIP}:1")
    assert crossing.when_left(()) == Places()
    assert crossing.when_left(("catalog",)).calls == ()
    assert crossing.when_left(("billing", "catalog")).beyond(left).calls == ()
    assert crossing.as_modules().operations == left.operations


def test_arguments_follow_from_figures() -> None:
    step = extracting().steps[1]
    told = {one.text: one for one in of_step(CutFigures(), step, Places(calls=("a.py:1", "b.py:2")))}
    assert told["2 calls become requests"] == Argument("Bad", "2 calls become requests", ("a.py:1", "b.py:2"))
    assert "1 of these calls is made in a loop, a request for each turn" in told
    assert not any("borders" in text for text in told)
    same = [one.text for one in of_step(LEFT, step, Places())]
    assert same == ["billing is released, scaled and kept running apart from the rest", "it takes 12–38 person-days"]
    split = extracting().options[-1]
    texts = [one.text for one in of_option(split, split, Places(), 7, {"shipping": ("it is woven in",)})]
    assert "a chain of calls now crosses up to 2 borders, one waiting for the next" in texts
    assert texts[-1] == "shipping is not ready: it is woven in"
    assert split.figures == EVERY


def test_an_option_that_nothing_can_take_says_so() -> None:
    plain = extracting()
    none = msgspec.structs.replace(plain.options[2], extracted=())
    assert [one.text for one in of_option(none, plain.options[3], Places(), 7, {})] == ["no service could leave"]


def test_places_are_links_where_there_is_an_address_of_the_source() -> None:
    page = records(source_url="https://git.example/{path}#L{line}")[VERDICT]
    assert f"[{BILL}:5](https://git.example/{BILL}#L5)" in page
    with pytest.raises(ReportError, match="does not say where the file goes"):
        records(source_url="https://git.example/")


def test_the_same_result_gives_the_same_bytes() -> None:
    analysis = decided(shop(), extracting())
    assert render(analysis, "adr") == render(read_json(bytes(write_json(analysis))), "adr")


@pytest.mark.parametrize("kind", list(OptionKind))
def test_every_verdict_has_a_file_name(kind: OptionKind) -> None:
    plain = staying()
    decision = msgspec.structs.replace(plain, verdict=msgspec.structs.replace(plain.verdict, option=kind))
    assert re.fullmatch(r"0001-[a-z-]+\.md", record_names(decision)[0])


def hostile(name: str) -> dict[str, str]:
    """The records of a shop in which everything has this name."""
    plain = decided(shop(), extracting(name))
    (bill, *others), (first, *contracts) = plain.services, plain.contracts
    refund = msgspec.structs.replace(first.operations[0], service=name, name=name, path=name)
    findings = tuple(
        msgspec.structs.replace(one, services=(name, *one.services), message=name, evidence=(*one.evidence,))
        for one in plain.findings
    )
    return folder(
        msgspec.structs.replace(
            plain,
            project=msgspec.structs.replace(plain.project, name=name, notes=(name,)),
            services=(msgspec.structs.replace(bill, name=name, tables=(name,)), *others),
            contracts=(msgspec.structs.replace(first, service=name, operations=(refund,)), *contracts),
            findings=findings,
            remedies=tuple(msgspec.structs.replace(one, reason=name, steps=(name,)) for one in plain.remedies),
            unresolved=tuple(msgspec.structs.replace(one, reason=name, service=name) for one in plain.unresolved),
        ),
        "https://git.example/{path}#L{line}",
    )


TEXTS = st.text(alphabet=st.sampled_from(list("ab 1\\`*_[]()<>|#+-.=!~&;:$/@\n\r\t\u202e\u2028\x1bé")), max_size=12)


@given(TEXTS | st.just(HOSTILE) | st.just("---\nstatus: accepted\n---") | st.just("../../etc/passwd"))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_name_stays_text(name: str) -> None:
    for file, page in hostile(name).items():
        assert re.fullmatch(r"README\.md|\d{4}-[a-z0-9-]+\.md", file)
        _, _, told = ("", "", page) if file == "README.md" else page.split("---\n", 2)
        shown = READER.render(told)
        assert set(re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", shown)) <= ALLOWED
        assert 'href="javascript' not in shown
        if file != "README.md":
            assert page.startswith("---\nstatus: proposed\n")
            assert re.findall(r"^<h2>(.*)</h2>", shown, re.MULTILINE) == MADR
