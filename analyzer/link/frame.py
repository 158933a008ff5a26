"""One evaluation of a scope: what it knows while it is being read, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analyzer.link.protocol import Entered, Named, Reached, Reads, Thrown, TypedAssignment, TypedCall, TypedUse
from analyzer.link.types import ClassOf, Function, Instance, ModuleOf, TableOf, Type, Union, options
from analyzer.model.code import Certainty

Environment = dict[str, Type | None]
NOTED = frozenset((Instance, ModuleOf, TableOf, Union))
"""What a scope notes that it reads names from."""


class Frame:
    """The state of one evaluation.

    ``locals`` maps names, and attributes of names (``self.x``), to types; ``outer`` are the frames of the functions
    around. ``returned`` is what all ``return`` yield together, ``returns`` what each does, with its line. A ``quiet``
    frame interprets a function for one caller's arguments: it leaves no trace; in a ``textual`` one
    texts matter that functions put together for it.
    """

    __slots__ = (
        "adds",
        "assignments",
        "calls",
        "caught",
        "context",
        "declared_global",
        "declared_nonlocal",
        "definition",
        "edges",
        "entered",
        "has_paths",
        "heads",
        "in_loop",
        "line",
        "locals",
        "module",
        "named",
        "outer",
        "path_roots",
        "quiet",
        "raised",
        "reader",
        "reads",
        "returned",
        "returns",
        "scope",
        "textual",
        "unit",
        "uses",
        "yielded",
        "yields",
    )

    def __init__(self, module: int, scope: int, definition: int, unit: int) -> None:
        self.module = module
        self.scope = scope
        self.definition = definition
        self.unit = unit
        self.reader = unit
        self.context = 0
        self.quiet = False
        self.textual = False
        self.locals: Environment = {}
        self.outer: tuple[Frame, ...] = ()
        self.has_paths = False
        self.path_roots: set[str] = set()
        self.declared_global: frozenset[str] = frozenset()
        self.declared_nonlocal: frozenset[str] = frozenset()
        self.in_loop = False
        self.line = 0
        self.returned: Type | None = None
        self.returns: list[tuple[int, Type | None]] = []
        self.yielded: Type | None = None
        self.yields = False
        self.calls: list[TypedCall] = []
        self.assignments: list[TypedAssignment] = []
        self.edges: list[Reached] = []
        self.entered: list[Entered] = []
        self.raised: list[Thrown] = []
        self.caught: list[Thrown] = []
        self.uses: list[TypedUse] = []
        self.reads: Reads = {}
        self.adds = False
        self.named: Named = {}
        self.heads: dict[int, Named] = {}

    def note(self, receiver: Type, name: str) -> None:
        """Note that this scope names what a module holds, or reads an attribute of an object without calling it."""
        if receiver.__class__ is ModuleOf:
            self.named.setdefault((receiver.name, name), self.line)
        else:
            self.reads.setdefault((receiver, name), self.line)

    def use(self, receiver: Type, name: str = "") -> None:
        """Note that this scope reads an attribute, or the items, of a framework's value."""
        self.uses.append(TypedUse(receiver, name, self.line, self.module, self.definition, self.in_loop))

    def reach(self, definition: int, line: int, certainty: Certainty, through: int = -1) -> None:
        """Note that this scope calls a definition, itself or through a wrapper."""
        self.edges.append(Reached(definition, line, certainty, self.in_loop, through))


def calls_by_function(frames: Iterable[Frame], maker: Callable[[int], int]) -> dict[int, list[TypedCall]]:
    """Return the calls of every function of the project by its definition, each call once.

    ``maker`` names the method that a call of a class calls, -1 where it has none.
    """
    found: dict[int, list[TypedCall]] = {}
    for frame in frames:
        for call in frame.calls:
            for option in options(call.callee):
                if option.__class__ is Function or option.__class__ is ClassOf:
                    called = maker(option.definition) if option.__class__ is ClassOf else option.definition
                    calls = found.setdefault(called, [])
                    if not calls or calls[-1].call is not call.call:
                        calls.append(call)
    return found
