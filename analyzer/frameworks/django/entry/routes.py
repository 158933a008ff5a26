"""What is read of a URL configuration, and how is the address of a route spelled?

Parts that are not known stand as ``analyzer.link.patterns.BLANK`` until the whole address is put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.link.patterns import family
from analyzer.link.types import Type
from analyzer.model.syntax import Expression

_DEEPEST = 30  # includes in includes
LONGEST = 5000  # routes in one list
_MOST_STEPS = 200_000  # routes and includes of one program; one that includes itself in many ways has no end
_MOST_OF_ROOT = 30_000  # those that one configuration comes to
_NAMED = re.compile(r"\(\?P<(\w+)>")
_NO_GROUP = re.compile(r"\(\?(?::|=|!|<=|<!|[aiLmsux]+\))")
_META = re.compile(r"((?:^|(?<!\\))(?:\\\\)*)([?*+^$]|\\[bBAZ])")
_ESCAPED = re.compile(r"\\(\W)")


class Frame:
    """Where expressions are read: a module, or one call of a function; ``receiver`` is what its first parameter is.

    ``cls`` is the class around the function (-1: none); ``locals`` are the names that it, or the module, has bound.
    """

    __slots__ = ("cls", "locals", "module", "own", "receiver", "scope")

    def __init__(self, module: int, scope: int, receiver: Type | None = None, cls: int = -1, own: str = "") -> None:
        self.module = module
        self.scope = scope
        self.receiver = receiver
        self.cls = cls
        self.own = own
        self.locals: dict[str, Local] = {}

    def copy(self) -> Frame:
        """Return a frame that binds names of its own after those bound so far."""
        made = Frame(self.module, self.scope, self.receiver, self.cls, self.own)
        made.locals = dict(self.locals)
        return made


class Local:
    """What a name holds: the routes in it, and the expression that it was given last with where that stands."""

    __slots__ = ("expression", "frame", "nodes", "router")

    def __init__(self, nodes: list[Node], expression: Expression, frame: Frame, router: Router | None = None) -> None:
        self.nodes = nodes
        self.expression = expression
        self.frame = frame
        self.router = router


class Route:
    """One address and the view behind it, with the place that says so.

    ``walks`` are modules and lines that give it another view afterwards: ``pattern.callback = decorator(…)``.
    """

    __slots__ = ("frame", "line", "text", "view", "walks")

    def __init__(self, text: str, view: Expression, frame: Frame, line: int) -> None:
        self.text = text
        self.view = view
        self.frame = frame
        self.line = line
        self.walks: dict[tuple[int, int], None] = {}


class Overridden:
    """An address that Django's admin has for every model, served by a method of the project that overrides its own."""

    __slots__ = ("definition", "methods", "text")

    def __init__(self, text: str, definition: int, methods: tuple[str, ...]) -> None:
        self.text = text
        self.definition = definition
        self.methods = methods


class Mount:
    """Routes below the beginning of an address."""

    __slots__ = ("nodes", "text")

    def __init__(self, text: str, nodes: Sequence[Node]) -> None:
        self.text = text
        self.nodes = nodes


class Registration:
    """``router.register(prefix, viewset)``; ``text`` begins with what a nested router puts before its prefixes."""

    __slots__ = ("frame", "line", "text", "viewset")

    def __init__(self, text: str, viewset: Expression, frame: Frame, line: int) -> None:
        self.text = text
        self.viewset = viewset
        self.frame = frame
        self.line = line


class Router:
    """A router of Django REST framework; ``ending`` is what its addresses end in.

    One that is nested in another has ``parent``, the ``prefix`` that it hangs on, and what its key is called there. One
    that ``register`` returns has the ``root`` that everything is registered with, and the prefix just registered.
    ``cls`` is its class, -1 for one of a library.
    """

    __slots__ = ("cls", "ending", "lookup", "parent", "prefix", "registered", "root")

    def __init__(
        self,
        ending: str,
        parent: Router | None = None,
        prefix: str = "",
        lookup: str = "",
        root: Router | None = None,
    ) -> None:
        self.ending = ending
        self.parent = parent
        self.prefix = prefix
        self.lookup = lookup
        self.root = root
        self.cls = -1
        self.registered: list[Registration] = []


Node = Route | Overridden | Mount | Router


def walked(nodes: Sequence[Node], at: tuple[int, int]) -> None:
    """Note at each route of some nodes that its view is given around at a place."""
    seen: set[int] = set()
    waiting = list(nodes)
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Route):
            one.walks[at] = None
        elif isinstance(one, Mount):
            waiting.extend(one.nodes)


class Walk:
    """Lists routes and routers with the beginnings of their addresses; ``is_cut`` where there is no end of them."""

    def __init__(self) -> None:
        self.is_cut = False
        self._steps = 0
        self._last = 0

    def begin(self) -> None:
        """Begin another configuration."""
        self._last = min(self._steps + _MOST_OF_ROOT, _MOST_STEPS)

    def over(
        self, nodes: Sequence[Node], prefix: str = "", depth: int = 0
    ) -> Iterator[tuple[str, Route | Overridden | Router]]:
        """Yield (beginning of the address, route or router)."""
        for node in nodes:
            self._steps += 1
            if self._steps > self._last:
                self.is_cut = True
                return
            if not isinstance(node, Mount):
                yield prefix, node
            elif depth < _DEEPEST:
                yield from self.over(node.nodes, prefix + node.text, depth + 1)


def address(text: str) -> str:
    """Return the address as it is shown: with one slash before it, and ``*`` for what is not known."""
    return family(text if text.startswith("/") else f"/{text}")


def of_regex(text: str) -> str:
    """Return a regular expression in the spelling of ``django.contrib.admindocs``: its groups by name, or ``<var>``."""
    text = _META.sub(r"\1", _groups_replaced(_NO_GROUP.sub(_kept_group, text)))
    return _ESCAPED.sub(r"\1", text)


def _kept_group(found: re.Match[str]) -> str:
    return "" if found.group().endswith(")") else "(?:"


def _groups_replaced(text: str) -> str:
    """Replace each outermost group; one that captures nothing leaves what is in it."""
    result: list[str] = []
    place = 0
    while place < len(text):
        if text[place] == "\\":
            result.append(text[place : place + 2])
            place += 2
        elif text[place] == "[" and text.find("]", place + 1) > 0:
            end = text.find("]", place + 2)
            result.append(text[place : end + 1] if end > 0 else text[place:])
            place = end + 1 if end > 0 else len(text)
        elif text[place] == "(":
            end = _end_of_group(text, place)
            named = _NAMED.match(text, place)
            if text.startswith("(?:", place):
                result.append(_groups_replaced(text[place + 3 : end]) if end - place < _LONGEST else "")
            else:
                result.append(f"<{named.group(1)}>" if named else "<var>")
            place = end + 1
        else:
            result.append(text[place])
            place += 1
    return "".join(result)


_LONGEST = 500  # letters in a group that captures nothing


def _end_of_group(text: str, place: int) -> int:
    depth = 0
    inside = False
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 1
        elif inside:
            inside = letter != "]"
        elif letter == "[":
            inside = True
            place += text[place + 1 : place + 2] == "]"
        elif letter in "()":
            depth += 1 if letter == "(" else -1
            if depth == 0:
                return place
        place += 1
    return len(text)
