"""Which functions does nothing reach, from no entry point and by no name?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import severity
from analyzer.model.code import Certainty, Definition
from analyzer.model.code_findings import UnreachedCode
from analyzer.model.entry_points import EntryKind
from analyzer.model.location import Location

_CALLED_BY_NAME = re.compile(
    r"__\w+__|(\w+_)?(main|run|app|application|handler|hook|factory)|handler\d+|includeme|load_tests|setup|teardown"
    r"|pytest_\w+|upgrade|downgrade|register|initialize|init"
)
"""Names that servers, frameworks and command lines look for in a module, told by files that are not read."""
_SHOWN = 3


def check(evidence: Evidence) -> Iterator[UnreachedCode]:
    """Yield one finding per module with functions that nothing names.

    A program without entry points is a library, and is called by those who have it. Classes and methods are left out:
    frameworks find and call them in too many ways.
    """
    facts = evidence.facts
    if all(one.kind is EntryKind.SIGNAL for one in facts.entry_points):
        return
    unnamed = set(facts.unnamed)
    by_module: dict[str, list[Definition]] = defaultdict(list)
    for one in facts.definitions:
        last = one.name.rpartition(".")[2]
        if one.name in unnamed and not _CALLED_BY_NAME.fullmatch(last):
            by_module[one.module].append(one)
    for module, definitions in sorted(by_module.items()):
        yield _finding(module, sorted(definitions, key=lambda one: one.line), evidence)


def _finding(module: str, definitions: list[Definition], evidence: Evidence) -> UnreachedCode:
    names = [one.name.rpartition(".")[2] for one in definitions]
    lines = sum(one.end_line - one.line + 1 for one in definitions)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    what = "function" if len(names) == 1 else "functions"
    return UnreachedCode(
        subject=module,
        severity=severity("unreached-code"),
        certainty=Certainty.GUESSED,
        services=tuple(sorted({one.service for one in definitions if evidence.is_service(one.service)})),
        message=f"Nothing names {len(names)} {what} of {module} ({lines} line{'' if lines == 1 else 's'}): "
        f"{', '.join(names[:_SHOWN])}{more}; what is not used need not be moved.",
        evidence=tuple(sorted({Location(one.path, one.line) for one in definitions})),
        definitions=tuple(sorted(one.name for one in definitions)),
        lines=lines,
    )
