"""The story of a run: files, facts, program, graph, services, findings, one result."""

from __future__ import annotations

import gc
from pathlib import Path

import msgspec

from analyzer.assemble import assemble
from analyzer.cluster.services import candidate_services
from analyzer.findings.find import find
from analyzer.graph.weighted import build_graph
from analyzer.interpret import interpret
from analyzer.link.facts import definitions, inheritance
from analyzer.link.imports import import_edges, missing_modules
from analyzer.link.names import Names
from analyzer.model.analysis import Analysis
from analyzer.model.facts import Facts
from analyzer.model.options import Options
from analyzer.progress import Progress
from analyzer.project.packaging import announced, as_imports
from analyzer.project.roots import find_roots
from analyzer.reading import read_tree
from analyzer.source.discovery import LeftOut, discover
from analyzer.source.documents import Documents
from analyzer.source.nesting import LINKING, nesting

_SILENT = Progress()


def analyze(path: Path, options: Options, progress: Progress = _SILENT) -> Analysis:
    """Analyse the Python source below ``path`` without running it.

    ``progress`` is told what is being done and how far it is. Raises AnalyzerError for a path or option that cannot be
    used, and where there is nothing to analyse.
    """
    collecting = gc.isenabled()
    gc.disable()  # millions of small records and no garbage: collection would double the time
    try:
        with nesting(LINKING):
            return _run(path, options, progress)
    finally:
        if collecting:
            gc.enable()


def _run(path: Path, options: Options, progress: Progress) -> Analysis:
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
    present = frozenset(module.name for module in read.modules)
    facts = Facts(
        modules=tuple(sorted(read.modules, key=lambda module: (module.name, module.path))),
        definitions=definitions(names),
        imports=import_edges(read.program, present, as_imports(entries)),
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
        unresolved=tuple(sorted({*meaning.unresolved, *missing_modules(read.program, present)})),
    )
    progress.stage(f"clustering {len(facts.definitions)} definitions and {len(facts.tables)} tables")
    candidates = candidate_services(facts, build_graph(facts), options)
    findings = find(candidates.facts, candidates.edges)
    progress.note(f"{len(candidates.services)} services, {len(findings)} findings")
    kept = msgspec.structs.replace(options, jobs=0, cache=True)  # how the work was done never shows in a result
    return assemble(tree, read.roots, kept, read.program, meaning, candidates, findings)


def _note(those: tuple[LeftOut, ...], progress: Progress) -> None:
    for left in those:
        progress.note(f"left out {left.path}: {left.reason}")
