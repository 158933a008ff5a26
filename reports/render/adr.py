"""How does the decision become records (ADR, in the form of MADR 4): for the verdict and for each step?"""

from __future__ import annotations

import json
from collections.abc import Iterable

from analyzer.model.analysis import Analysis
from analyzer.model.decision import RULES, Decision, OptionKind, WorkKind
from reports.render.contract_names import file_names, slug
from reports.render.links import check_source_url
from reports.render.markdown import Written, escaped
from reports.render.markdown_templates import markdown_file, markdown_templates
from reports.render.options import RenderOptions
from reports.views.adr import decision_records
from reports.views.adr_step import WORK
from reports.views.remedies import person_days
from reports.views.remedies import sentence as begun

ROWS, GAPS = 20, 8
"""Rows of a table of work, operations or risks, and of what was not seen; the CSV files hold them all."""
FIGURES = {
    "calls_cut": "calls cut",
    "calls_in_loops": "of these in loops",
    "shared_tables": "shared tables",
    "crossing_transactions": "crossing transactions",
    "synchronous_depth": "borders in a row",
    "modules_to_split": "modules to split",
    "operations": "operations",
}


_DATA = {
    WorkKind.TRANSACTION: "all transactions",
    WorkKind.DATA: "all tables of others",
    WorkKind.FOREIGN_KEY: "all foreign keys",
    WorkKind.TABLES: "all tables of its own",
}
_VERDICTS = {
    OptionKind.STAY: "stay-one-process",
    OptionKind.MODULAR: "make-a-modular-monolith",
    OptionKind.EXTRACT: "extract-some-services",
    OptionKind.SPLIT: "split-into-services",
}


def write_adr(analysis: Analysis, options: RenderOptions) -> dict[str, bytes]:
    """Render ``README.md``, and a record for the verdict and for each step; without a decision the index alone."""
    check_source_url(options.source_url)
    templates = markdown_templates(options.source_url)
    templates.filters.update(sentence=_sentence, stopped=_stopped, yaml=_yaml, after=_after, cell=escaped)
    templates.globals.update(
        days=_days,
        span=_span,
        rules=RULES,
        project=analysis.project.name,
        version=analysis.version,
        figures=FIGURES,
        rows=ROWS,
        gaps=GAPS,
    )
    if analysis.decision is None:
        return {"README.md": markdown_file(templates.get_template("adr_index.md.j2").render(records=None))}
    records = decision_records(analysis, analysis.decision)
    names = record_names(analysis.decision)
    contracts = file_names(one.service for one in analysis.contracts)

    def made(template: str, record: object) -> bytes:
        text = templates.get_template(template).render(records=records, names=names, contracts=contracts, record=record)
        return markdown_file(text)

    files = {"README.md": made("adr_index.md.j2", None), names[0]: made("adr_verdict.md.j2", records.verdict)}
    for one in records.steps:
        files[names[one.step.number]] = made("adr_step.md.j2" if one.service else "adr_order.md.j2", one)
    return files


def record_names(decision: Decision) -> dict[int, Written]:
    """Give the file of each step by its number; 0 is the verdict, and a step has the number of the one after it."""
    names = {0: Written(f"0001-{_VERDICTS[decision.verdict.option]}.md")}
    return names | {one.number: Written(f"{one.number + 1:04}-{slug(one.title)}.md") for one in decision.steps}


def _yaml(texts: Iterable[str]) -> Written:
    """Write texts as a list of YAML, which JSON is."""
    return Written(json.dumps(list(texts)))


def _days(low: float, high: float) -> Written:
    return Written(person_days(low, high))


def _span(low: float, high: float) -> Written:
    """Write a range of person-days below a heading that says so."""
    return Written(f"{low:g}" if low == high else f"{low:g}–{high:g}")


def _sentence(text: str) -> str:
    """Begin with a capital, and end with a stop."""
    return begun(_stopped(text))


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _after(names: Iterable[str]) -> str:
    """Say after which items one is done; one that stands for all of a kind is said by the heading of that kind."""
    kinds = {f"all {kind}": f"all of “{title}”" for kind, title in WORK.items()}
    kinds |= {f"all {kind}": said for kind, said in _DATA.items()}
    return ", ".join(kinds.get(name, name) for name in names)
