"""How do the outcomes of the stages become the one result?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec

from analyzer.cluster.services import Candidates
from analyzer.findings.acceptance import not_found
from analyzer.history.read import between_modules
from analyzer.interpret import Interpretation
from analyzer.link.facts import changing, definitions, inheritance, library_heirs, properties
from analyzer.link.imports import import_edges, missing_modules
from analyzer.link.names import Names
from analyzer.link.program import Program
from analyzer.model.analysis import SCHEMA_VERSION, Analysis, Coverage, Project, Snippet, UnreadDocument
from analyzer.model.code import Import, Module, ModuleStatus
from analyzer.model.contracts import Contract
from analyzer.model.facts import Facts
from analyzer.model.findings import Finding
from analyzer.model.history import History, HistoryRead
from analyzer.model.location import Location
from analyzer.model.options import Options
from analyzer.plan.plan import Plan
from analyzer.project.libraries import frameworks_not_understood
from analyzer.project.roots import Roots
from analyzer.source.discovery import LeftOut, Tree
from analyzer.source.documents import Documents
from analyzer.source.quote import quote_lines

_QUOTED = 3  # snippets per finding


def facts_from(
    names: Names, modules: tuple[Module, ...], commands: tuple[Import, ...], meaning: Interpretation, history: History
) -> Facts:
    """Return what the program comes to, before anything is clustered; ``commands`` are what packaging imports."""
    program = names.program
    present = frozenset(module.name for module in modules)
    return Facts(
        modules=tuple(sorted(modules, key=lambda module: (module.name, module.path))),
        definitions=definitions(names),
        imports=import_edges(program, present, commands),
        calls=meaning.calls,
        inherits=inheritance(names),
        type_uses=meaning.type_uses,
        tables=meaning.tables,
        foreign_keys=meaning.foreign_keys,
        accesses=meaning.accesses,
        statements=meaning.statements,
        transactions=meaning.transactions,
        resources=meaning.resources,
        entry_points=meaning.entry_points,
        unresolved=tuple(sorted({*meaning.unresolved, *missing_modules(program, present)})),
        co_changes=between_modules(history, modules),
        history=HistoryRead(history.commits, len(history.pairs), history.reason, history.checked_out),
        live_values=meaning.live_values,
        properties=properties(names),
        interfaces=meaning.interfaces,
        library_heirs=library_heirs(names),
        changing=changing(names),
        changes=history.changes,
    )


def assemble(  # noqa: PLR0913, PLR0917  # one argument per stage that came before
    tree: Tree,
    roots: Roots,
    options: Options,
    program: Program,
    meaning: Interpretation,
    candidates: Candidates,
    findings: tuple[Finding, ...],
    contracts: tuple[Contract, ...],
    plan: Plan,
) -> Analysis:
    """Return the result of a run."""
    facts = candidates.facts
    analysis = Analysis(
        schema_version=SCHEMA_VERSION,
        version=tool_version(),
        project=_project(tree, roots, program, meaning, candidates),
        options=options,
        coverage=_coverage(facts, meaning, program.documents),
        modules=facts.modules,
        definitions=facts.definitions,
        imports=facts.imports,
        calls=facts.calls,
        tables=facts.tables,
        foreign_keys=facts.foreign_keys,
        accesses=facts.accesses,
        statements=facts.statements,
        transactions=facts.transactions,
        resources=facts.resources,
        entry_points=facts.entry_points,
        unresolved=facts.unresolved,
        services=candidates.services,
        service_edges=candidates.edges,
        pulls=candidates.pulls,
        partition=candidates.partition,
        findings=findings,
        snippets=_snippets(tree, findings),
        contracts=contracts,
    )
    return _with_plan(analysis, candidates, plan)


def _with_plan(analysis: Analysis, candidates: Candidates, plan: Plan) -> Analysis:
    """Add what explains the services, what follows from the findings, and which wishes of the user met nothing."""
    unmet = (*candidates.notes, *not_found(analysis.findings, analysis.options), *plan.notes)
    return msgspec.structs.replace(
        analysis,
        project=msgspec.structs.replace(analysis.project, unmet=unmet),
        placements=candidates.placements,
        ownership=candidates.ownership,
        modules_to_split=candidates.modules_to_split,
        kernel=candidates.kernel,
        remedies=plan.remedies,
        mandate=plan.mandate,
        scorecard=plan.scorecard,
        coefficients=plan.coefficients,
        decision=plan.decision,
        teams=plan.teams,
        team_services=plan.team_services,
        changes=plan.changes,
    )


def _project(tree: Tree, roots: Roots, program: Program, meaning: Interpretation, candidates: Candidates) -> Project:
    settings = program.settings
    return Project(
        name=roots.prefix or tree.root.resolve().name,
        roots=roots.roots,
        frameworks=meaning.frameworks,
        notes=(
            *_meetings(candidates.facts.modules),
            *_left_out((*tree.left_out, *program.documents.left_out)),
            *_failures(meaning),
            *candidates.facts.owners.notes,
        ),
        unmet=candidates.notes,
        settings=settings.modules,
        databases=settings.databases,
        routers=settings.routers,
        others=frameworks_not_understood(module.facts for module in program.modules),
        plugins=meaning.plugins,
        unread_documents=tuple(sorted(UnreadDocument(one.path, one.reason) for one in program.documents.left_out)),
    )


@cache
def tool_version() -> str:
    """Return the version of the installed distribution."""
    try:
        return version("seamline")
    except PackageNotFoundError:
        return "0+unknown"


def _coverage(facts: Facts, meaning: Interpretation, documents: Documents) -> Coverage:
    modules = facts.modules
    status = Counter(module.status for module in modules)
    read = status[ModuleStatus.PARSED] + status[ModuleStatus.LOWERED]
    gaps = sum(row.kind in ("access", "sql") for row in meaning.unresolved)
    return Coverage(
        files=len(modules),
        files_read=read,
        files_lowered=status[ModuleStatus.LOWERED],
        files_unread=status[ModuleStatus.UNREAD],
        files_skipped=status[ModuleStatus.SKIPPED],
        lines_read=sum(m.lines for m in modules if m.status in (ModuleStatus.PARSED, ModuleStatus.LOWERED)),
        calls_project=meaning.calls_project,
        calls_external=meaning.calls_external,
        calls_unresolved=sum(reason.number for reason in meaning.call_reasons),
        call_reasons=meaning.call_reasons,
        accesses_resolved=len({(access.path, access.line) for access in meaning.accesses}),
        accesses_unresolved=gaps,
        documents=documents.number_asked,
        documents_unread=len(documents.left_out),
        history=facts.history,
    )


def _meetings(modules: tuple[Module, ...]) -> list[str]:
    """Say which files bear one name, or are one file elsewhere: a reader of the figures should know."""
    by_name: dict[str, list[str]] = defaultdict(list)
    by_small_path: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        by_name[module.name].append(module.path)
        by_small_path[module.path.lower()].append(module.path)
    notes = [
        f"{len(same)} files bear the module name {name}: {_few(same)}"
        for name, same in sorted(by_name.items())
        if len(same) > 1
    ]
    return notes + [
        f"{_few(same)} are one file where letters of both cases count as one"
        for _, same in sorted(by_small_path.items())
        if len(same) > 1
    ]


def _left_out(those: tuple[LeftOut, ...]) -> list[str]:
    """Say what was not looked at, by reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for left in those:
        by_reason[left.reason].append(left.path)
    return [f"left out: {reason}: {_few(paths)}" for reason, paths in sorted(by_reason.items())]


def _failures(meaning: Interpretation) -> Iterator[str]:
    """Say which plug-ins failed: a reader would miss their facts."""
    for one in meaning.plugins:
        if one.failed:
            yield f"plug-in {one.name} of {one.distribution} {one.version} failed, its facts are left out: {one.failed}"


def _few(paths: list[str]) -> str:
    more = len(paths) - _QUOTED
    return ", ".join(sorted(paths)[:_QUOTED]) + (f" and {more} more" if more > 0 else "")


def _snippets(tree: Tree, findings: tuple[Finding, ...]) -> tuple[Snippet, ...]:
    wanted: set[Location] = {place for finding in findings for place in finding.evidence[:_QUOTED]}
    quoted = quote_lines(tree.root, wanted)
    return tuple(Snippet(place, quoted[place]) for place in sorted(quoted))
