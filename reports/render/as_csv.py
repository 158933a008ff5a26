"""Which facts stand in which CSV file, in which columns?

Names and order of the columns are public: other tools rely on them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

from analyzer.model.analysis import Analysis
from analyzer.model.services import TableOwnership
from reports.render import contract_rows, decision_rows
from reports.render.contract_rows import Row


def write_csv(analysis: Analysis) -> dict[str, bytes]:
    """Render one CSV file per kind of fact, rows sorted, in UTF-8 with POSIX line ends."""
    return {f"{name}.csv": _encode(columns.split(), rows(analysis)) for name, (columns, rows) in _FILES.items()}


def _encode(columns: list[str], rows: Iterable[Row]) -> bytes:
    ordered = sorted(rows)
    text = _text(columns, ordered, csv.QUOTE_MINIMAL)
    if "\r" in text:  # minimal quoting leaves a lone carriage return bare, which readers take for the end of a row
        text = _text(columns, ordered, csv.QUOTE_ALL)
    return text.encode("utf-8", "backslashreplace")


def _text(columns: list[str], rows: Iterable[Row], quoting: Literal[0, 1]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=quoting)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _modules(analysis: Analysis) -> Iterable[Row]:
    return [(m.name, m.path, m.lines, m.kind, m.status, m.reason, m.service, m.group) for m in analysis.modules]


def _definitions(analysis: Analysis) -> Iterable[Row]:
    return [
        (d.name, d.kind, d.module, d.qualname, d.path, d.line, d.end_line, d.service, d.within)
        for d in analysis.definitions
    ]


def _imports(analysis: Analysis) -> Iterable[Row]:
    return [(i.importer, i.imported, i.path, i.line, i.kind) for i in analysis.imports]


def _calls(analysis: Analysis) -> Iterable[Row]:
    direct = [call for call in analysis.calls if not call.through]
    return [(c.caller, c.callee, c.path, c.line, c.certainty, str(c.in_loop).lower()) for c in direct]


def _tables(analysis: Analysis) -> Iterable[Row]:
    claims = {one.table: one for one in analysis.ownership}
    return [
        (
            *(t.name, t.model, t.path, t.line, ";".join(t.columns), t.owner, t.database, t.certainty),
            *_claims(claims.get(t.name)),
        )
        for t in analysis.tables
    ]


def _claims(one: TableOwnership | None) -> Row:
    return (one.share, one.rival, one.rival_share, "yes" if one.contested else "") if one else ("", "", "", "")


def _foreign_keys(analysis: Analysis) -> Iterable[Row]:
    return [(k.table, k.column, k.to_table, k.to_column, k.path, k.line) for k in analysis.foreign_keys]


def _accesses(analysis: Analysis) -> Iterable[Row]:
    return [
        (
            *(a.path, a.qualname, a.line, a.table, a.operation, a.framework, a.certainty, a.service, a.database),
            *("yes" if a.generic else "", "yes" if a.for_others else ""),
        )
        for a in analysis.accesses
    ]


def _statements(analysis: Analysis) -> Iterable[Row]:
    return [(s.path, s.qualname, s.line, ";".join(s.tables), s.how) for s in analysis.statements]


def _transactions(analysis: Analysis) -> Iterable[Row]:
    return [(t.path, t.qualname, t.line, ";".join(t.tables), t.kind) for t in analysis.transactions]


def _entry_points(analysis: Analysis) -> Iterable[Row]:
    return [(e.kind, e.name, e.definition, e.path, e.line, e.service, e.framework) for e in analysis.entry_points]


def _resources(analysis: Analysis) -> Iterable[Row]:
    return [
        (r.kind, r.name, r.operation, r.path, r.qualname, r.line, r.service, r.framework) for r in analysis.resources
    ]


def _services(analysis: Analysis) -> Iterable[Row]:
    entries = Counter(one.service for one in analysis.entry_points)
    return [
        (
            s.name, s.group, s.definitions, s.modules, s.lines, len(s.tables), entries[s.name],
            s.inbound_calls, s.outbound_calls, round(s.cohesion, 4), s.stability,
            ";".join(f"{word.word}={word.inside}/{word.inside + word.outside}" for word in s.words),
        )
        for s in analysis.services
    ]  # fmt: skip


def _modules_to_split(analysis: Analysis) -> Iterable[Row]:
    return [
        (
            *(one.module, one.path, part.service, part.definitions, part.lines),
            ";".join(f"{first}-{last}" for first, last in part.ranges),
        )
        for one in analysis.modules_to_split
        for part in one.parts
    ]


def _kernel(analysis: Analysis) -> Iterable[Row]:
    return [(m.name, m.kind, m.module, m.sharing, len(m.services), m.users, m.lines) for m in analysis.kernel]


def _findings(analysis: Analysis) -> Iterable[Row]:
    return [
        (
            f.id, f.kind, f.severity, f.certainty, ";".join(f.services), f.subject, f.message,
            ";".join(map(str, f.evidence)), f.status, f.reason, f.until,
        )
        for f in analysis.findings
    ]  # fmt: skip


def _unresolved(analysis: Analysis) -> Iterable[Row]:
    return [(u.kind, u.what, u.path, u.line, u.reason, u.service) for u in analysis.unresolved]


def _remedies(analysis: Analysis) -> Iterable[Row]:
    return [
        (
            *(
                r.finding,
                r.remedy,
                "yes" if r.recommended else "",
                r.reason,
                ";".join(map(str, r.sites)),
                r.consistency,
            ),
            *(r.effort_low, r.effort_high, "; ".join(r.steps)),
            ";".join(f"{name}={number}" for name, number in r.counted),
        )
        for r in analysis.remedies
    ]


def _mandate(analysis: Analysis) -> Iterable[Row]:
    return [
        (
            *(m.service, m.check, "yes" if m.passed else "no", m.message, ";".join(m.findings)),
            ";".join(map(str, m.evidence)),
        )
        for m in analysis.mandate
    ]


def _scorecard(analysis: Analysis) -> Iterable[Row]:
    return [
        (s.service, s.principle, s.figure, s.part, s.whole, s.better, s.formula, ";".join(map(str, s.evidence)))
        for s in analysis.scorecard
    ]


def _coefficients(analysis: Analysis) -> Iterable[Row]:
    return [(c.name, c.per, c.low, c.high, c.why) for c in analysis.coefficients]


def _teams(analysis: Analysis) -> Iterable[Row]:
    """One row for each service and team, and one without a team for what nobody owns."""
    said = {one.team: one.message for one in analysis.team_services}
    for one in analysis.teams:
        for team in one.teams:
            message = "; ".join(filter(None, (one.message, said.get(team.team, ""))))
            yield one.service, team.team, team.modules, team.lines, one.source, message
        if one.unowned:
            yield one.service, "", one.unowned, one.unowned_lines, one.source, one.message


def _changes(analysis: Analysis) -> Iterable[Row]:
    return [
        (c.service, c.commits, c.alone, ";".join(f"{one.service}={one.commits}" for one in c.others))
        for c in analysis.changes
    ]


_FILES: dict[str, tuple[str, Callable[[Analysis], Iterable[Row]]]] = {
    "modules": ("module path lines kind status reason service group", _modules),
    "definitions": ("definition kind module qualname path line end_line service within", _definitions),
    "imports": ("importer imported path line kind", _imports),
    "calls": ("caller callee path line certainty in_loop", _calls),
    "tables": ("table model path line columns owner database certainty share rival rival_share contested", _tables),
    "foreign_keys": ("table column to_table to_column path line", _foreign_keys),
    "accesses": (
        "path qualname line table operation framework certainty service database generic for_others",
        _accesses,
    ),
    "transactions": ("path qualname line tables kind", _transactions),
    "statements": ("path qualname line tables how", _statements),
    "entry_points": ("kind name definition path line service framework", _entry_points),
    "resources": ("kind name operation path qualname line service framework", _resources),
    "services": (
        "service group definitions modules lines tables entry_points inbound_calls outbound_calls cohesion stability "
        "words",
        _services,
    ),
    "modules_to_split": ("module path service definitions lines ranges", _modules_to_split),
    "kernel": ("definition kind module sharing services users lines", _kernel),
    "findings": ("id kind severity certainty services subject message evidence status reason until", _findings),
    "operations": (contract_rows.OPERATION, contract_rows.operations),
    "endpoints": (contract_rows.OPERATION, contract_rows.endpoints),
    "messages": ("service direction kind name definition content others path line", contract_rows.messages),
    "contracts": (
        "service operations endpoints messages types fields unknown_fields callers callers_per_operation chatty live",
        contract_rows.contracts,
    ),
    "data_types": (
        ("service definition kind field written shape origin required default column refers path line whole"),
        contract_rows.data_types,
    ),
    "unresolved": ("kind what path line reason service", _unresolved),
    "remedies": (
        "finding remedy recommended reason sites consistency effort_low effort_high steps counted",
        _remedies,
    ),
    "mandate": ("service check passed message findings evidence", _mandate),
    "scorecard": ("service principle figure part whole better formula evidence", _scorecard),
    "coefficients": ("coefficient per low high why", _coefficients),
    "teams": ("service team modules lines source message", _teams),
    "changes": ("service commits alone others", _changes),
    "options": (decision_rows.OPTION, decision_rows.options),
    "readiness": (decision_rows.READINESS, decision_rows.readiness),
    "steps": (decision_rows.ITEM, decision_rows.items),
    "roadmap": (decision_rows.STEP, decision_rows.steps),
}
