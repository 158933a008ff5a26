"""Which files that are named like tests does the code import?

A test result or a test of a connection can be what an application is about. A file that is called so, holds no test and
is imported by code, or named by its dotted name there as registries do, is code itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence

from analyzer.extract.contents import holds_tests
from analyzer.link.program import LinkedModule, absolute
from analyzer.model.syntax import FileFacts


def imported_by_code(
    files: Sequence[tuple[str, str, FileFacts]], code: Collection[str], doubtful: Collection[str]
) -> dict[str, str]:
    """Map the doubtful paths that turn out to be code to the name of the first module that imports them.

    ``files`` are (module name, path, facts) of all that was read, ``code`` and ``doubtful`` paths among them. What only
    imports itself, or is imported by what stays in doubt alone, stays in doubt.
    """
    by_name = {name: path for name, path, facts in files if path in doubtful and not holds_tests(facts)}
    found: dict[str, str] = {}
    if not by_name:
        return found
    linked = {path: LinkedModule(0, name, path, facts, 0) for name, path, facts in files}
    left = deque(module for path, module in linked.items() if path in code)
    while left:
        importer = left.popleft()
        for name in _imported(importer):
            path = by_name.get(name, "")
            if path and path not in found and path != importer.path:
                found[path] = importer.name
                left.append(linked[path])
    return found


def _imported(module: LinkedModule) -> Iterator[str]:
    """Yield what may be the names of modules among the imports of a file and the texts that look like them."""
    for fact in module.facts.imports:
        source = absolute(module, fact)
        yield source
        if fact.name and fact.name != "*":
            yield f"{source}.{fact.name}" if source else fact.name
