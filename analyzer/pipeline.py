"""The story of a run: files, facts, program, graph, services, findings, contracts, plan, one result."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from analyzer.assemble import assemble, facts_from
from analyzer.cluster.services import candidate_services
from analyzer.contracts.contracts import make_contracts
from analyzer.findings.acceptance import with_status
from analyzer.findings.evidence import Evidence
from analyzer.findings.find import find
from analyzer.findings.uses import marked
from analyzer.graph.weighted import build_graph
from analyzer.graph.weights import check_weights, reweighted
from analyzer.history.read import read_history, top_around
from analyzer.interpret import Interpretation, interpret
from analyzer.link.names import Names
from analyzer.model.analysis import Analysis
from analyzer.model.facts import Facts
from analyzer.model.options import Options
from analyzer.plan.effort import coefficients
from analyzer.plan.plan import make_plan
from analyzer.progress import Progress
from analyzer.project.code_owners import read_code_owners
from analyzer.project.packaging import announced, as_imports
from analyzer.project.roots import find_roots
from analyzer.reading import Read, read_tree
from analyzer.source.discovery import LeftOut, Tree, discover
from analyzer.source.documents import Documents
from analyzer.source.nesting import LINKING, nesting
from analyzer.unnamed import unnamed

_SILENT = Progress()


def analyze(path: Path, options: Options, progress: Progress = _SILENT) -> Analysis:
    """Analyse the Python source below ``path`` without running it.

    ``progress`` is told what is being done and how far it is. Raises AnalyzerError for a path or option that cannot be
    used, and where there is nothing to analyse.
    """
    with _uncollected(), nesting(LINKING):
        return _run(path, options, progress)


def facts_of(path: Path, options: Options, progress: Progress = _SILENT) -> Facts:
    """Return what ``analyze`` clusters; raises what it raises."""
    with _uncollected(), nesting(LINKING):
        return _understood(path, options, progress)[-1]


def _run(path: Path, options: Options, progress: Progress) -> Analysis:
    check_weights(options)
    coefficients(options)  # says what is wrong with those of the user before the work begins
    tree, read, meaning, facts = _understood(path, options, progress)
    progress.stage(f"clustering {len(facts.definitions)} definitions and {len(facts.tables)} tables")
    candidates = candidate_services(facts, reweighted(build_graph(facts), options), options)
    evidence = Evidence(candidates)
    findings = with_status(find(evidence), options)
    contracts = make_contracts(evidence, meaning.promises)
    plan = make_plan(evidence, findings, contracts, options)
    progress.note(f"{len(candidates.services)} services, {len(findings)} findings")
    kept = msgspec.structs.replace(options, jobs=0, cache=True, origins=())  # how it was asked and done shows nowhere
    told = msgspec.structs.replace(candidates, facts=marked(candidates.facts, evidence.for_others))
    return assemble(tree, read.roots, kept, read.program, meaning, told, findings, contracts, plan)


def _understood(path: Path, options: Options, progress: Progress) -> tuple[Tree, Read, Interpretation, Facts]:
    tree = discover(path, options)
    _note(tree.left_out, progress)
    roots = find_roots(tree, options.source_roots)
    documents = Documents(tree.root, (*tree.documents, *tree.packaging))
    read = read_tree(tree, roots, options, progress)
    for root in read.roots.roots:
        progress.note(f"source root {root.path}: {root.reason}")
    entries = announced(documents, tree.packaging, read.roots)
    read.program.commands = tuple(entry for entry in entries if entry.is_command)
    for module in read.program.settings.modules:
        progress.note(f"settings {module.module}: {module.reason or 'passed over; --settings chooses it'}")
    progress.stage("linking", len(read.program.modules))
    read.program.documents = documents
    names = Names(read.program)
    meaning = interpret(names, progress, options.transactions)
    _note(documents.left_out, progress)
    progress.stage("history of changes")
    history = read_history(tree.root, read.modules, options.git)
    progress.note(f"history: {history.commits} commits{f'; {history.reason}' if history.reason else ''}")
    owners = read_code_owners(tree.root, read.modules, top_around(tree.root, options.git))
    progress.note("; ".join((f"{len(owners.owned)} files with owners", *filter(None, (owners.path, *owners.notes)))))
    facts = facts_from(names, read.modules, as_imports(entries), meaning, history)
    facts = msgspec.structs.replace(facts, unnamed=unnamed(tree, read.program, facts), owners=owners)
    return tree, read, meaning, facts


@contextmanager
def _uncollected() -> Iterator[None]:
    collecting = gc.isenabled()
    gc.disable()  # millions of small records and no garbage: collection would double the time
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():  # else what the caller froze would thaw
                gc.freeze()  # what was made counts as old, so that enabling does not begin with a look at all of it
                gc.unfreeze()
            gc.enable()


def _note(those: tuple[LeftOut, ...], progress: Progress) -> None:
    for left in those:
        progress.note(f"left out {left.path}: {left.reason}")
