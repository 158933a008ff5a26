"""What do the routes of an application take and give?"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.frameworks.request_reads.frames import Hook
from analyzer.frameworks.request_reads.method_branches import MethodBranches
from analyzer.frameworks.request_reads.notes import merged
from analyzer.frameworks.request_reads.paths import PathInputs
from analyzer.frameworks.request_reads.reader import RequestReader
from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.frameworks.returned_codes import ReturnedCodes
from analyzer.link.found import FoundEntryPoint
from analyzer.link.names import Names
from analyzer.model.entry_points import EntryKind
from analyzer.model.interfaces import Served


class ServedRoutes:
    """Answers for the entry points of one framework."""

    def __init__(self, names: Names, words: RequestWords, hooks: Sequence[Hook] = ()) -> None:
        self._names = names
        self._reader = RequestReader(names, words, hooks)
        self._paths = PathInputs(names)
        self._codes = ReturnedCodes(names, pairs=True)
        self._branches = MethodBranches(names.program)

    def served(self, found: FoundEntryPoint) -> Served:
        """Return what a route takes from its path and the request, and what it gives."""
        name = self._names.program.definitions[found.definition].name
        around = tuple(self._names.program.definitions[one].name for one in found.around)
        if found.kind not in (EntryKind.HTTP, EntryKind.WEBSOCKET):
            return Served(name, found.name, ())
        method, _, path = found.name.partition(" ") if found.kind is EntryKind.HTTP else ("", "", found.name)
        at = (found.path or self._names.program.modules[found.module].path, found.line)
        in_path = self._paths.of(path, found.definition, at)
        reads = self._reader.read(found.definition, found.owner, method, frozenset(one.name for one in in_path))
        inputs = merged((in_path, reads.inputs))
        owner = self._names.program.definitions[found.owner].name if found.owner >= 0 else ""
        ruled_out = tuple((name, *lines) for lines in self._branches.of(found.definition, method))
        returned = (*self._codes.of(found.definition, found.owner, ruled_out), *self._codes.around(found.definition))
        return Served(
            name,
            found.name,
            inputs,
            reads.reply.result,
            reads.reply.statuses,
            owner,
            ruled_out=ruled_out,
            around=around,
            doubts=found.doubts,
            refused=tuple(dict.fromkeys(returned)),
        )
