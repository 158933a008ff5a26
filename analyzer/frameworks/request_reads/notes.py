"""Which inputs does one entry point take, as far as was read?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analyzer.frameworks.plain_shapes import BINARY, BOOLEAN, INTEGER, LIST, MAP, NUMBER, STRING
from analyzer.frameworks.request_reads.values import Known, Taken, Value
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import NULL, UNKNOWN, Origin, Shape, ShapeKind

_TEXTUAL = (Place.PATH, Place.QUERY, Place.FORM, Place.HEADER, Place.COOKIE)
_READING = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
TRUTHS = frozenset({"true", "false"})
_CARRIED = (Place.FORM, Place.FILE, Place.BODY)
_BODILESS = frozenset({"GET", "HEAD"})
_RANKS = tuple(Origin)

Noted = tuple[Callable[..., object], tuple[object, ...]]
"""One act of noting, and what it is given."""


class _Draft:
    """What is known of one input so far."""

    __slots__ = ("default", "demanded", "insisted", "is_many", "line", "optional", "origin", "path", "shape", "written")

    def __init__(self, path: str, line: int) -> None:  # a slot
        self.path = path
        self.line = line
        self.shape = UNKNOWN
        self.origin = Origin.UNKNOWN
        self.is_many = False
        self.demanded = False
        self.optional = False
        self.insisted = False
        self.default = ""
        self.written = ""


class Notes:
    """Collects the inputs of one entry point."""

    def __init__(self, method: str) -> None:
        """``method`` is that of the request, empty or ``ANY`` where it may be several."""
        self.method = method
        self._drafts: dict[tuple[Place, str], _Draft] = {}
        self._body: tuple[str, int, Shape, Origin, str] | None = None
        self._is_open = self._is_spared = False
        self._listed: set[bool] = set()
        self._headers: dict[str, str] = {}
        self.said: tuple[Shape, int, str] | None = None
        self._tested: dict[tuple[Place, str], tuple[str, int]] = {}
        self.log: list[Noted] = []

    def again(self, noted: Iterable[Noted]) -> None:
        """Note what another reading noted."""
        for act, given in noted:
            act(self, *given)

    def _draft(self, taken: Taken) -> _Draft:
        name = self._headers.get(taken.name.lower(), taken.name) if taken.place is Place.HEADER else taken.name
        return self._drafts[taken.place, name]

    def take(self, places: tuple[Place, ...], name: str, path: str, line: int) -> Taken:
        """Note that an input is read by its name."""
        self.log.append((Notes.take, (places, name, path, line)))
        place = self._place(places)
        if place is Place.HEADER:
            name = self._headers.setdefault(name.lower(), name)
        self._drafts.setdefault((place, name), _Draft(path, line))
        return Taken(place, name)

    def test(self, places: tuple[Place, ...], name: str, path: str, line: int) -> None:
        """Note that it is asked whether an input is there: in a body that alone is no reading."""
        self.log.append((Notes.test, (places, name, path, line)))
        self._tested.setdefault((self._place(places), name), (path, line))

    def _settle_tested(self) -> None:
        """What was asked for is optional where it is read; a flag that is only asked for is an input too."""
        read = {name for _, name in self._drafts}
        for (place, name), (path, line) in self._tested.items():
            if (place, name) in self._drafts:
                self._drafts[place, name].optional = True
            elif place is not Place.BODY and name not in read:
                self._drafts[place, name] = _Draft(path, line)

    def _place(self, places: tuple[Place, ...]) -> Place:
        """Return where an input stands that is looked for in several places."""
        if len(places) > 1 and self.method in _READING and Place.QUERY in places:
            return Place.QUERY
        wanted = (Place.BODY, Place.FORM) if self.method not in {*_READING, "", "ANY"} else ()
        return next((one for one in wanted if one in places), places[0])

    def demand(self, taken: Taken, *, always: bool = True) -> None:
        """Note that an input must be there: it is read so that its absence is an error."""
        self.log.append((_demand, (taken, always)))
        draft = self._draft(taken)
        draft.demanded = draft.demanded or always

    def spare(self, taken: Taken, default: Value | None = None, written: str = "") -> None:
        """Note that an input need not be there, and what stands for it."""
        self.log.append((Notes.spare, (taken, default, written)))
        draft = self._draft(taken)
        draft.optional = True
        draft.default = draft.default or written
        shape = _of_default(default)
        if shape is not None:
            _refine(draft, shape, Origin.DEFAULT)

    def insist(self, taken: Taken) -> None:
        """Note that an input is refused where it is not there, however it is read."""
        self.log.append((Notes.insist, (taken,)))
        self._draft(taken).insisted = True

    def refine(self, taken: Taken, shape: Shape, origin: Origin, written: str = "") -> None:
        """Note what an input looks like, unless that is known more surely."""
        self.log.append((Notes.refine, (taken, shape, origin, written)))
        _refine(self._draft(taken), shape, origin, written)

    def repeat(self, taken: Taken) -> None:
        """Note that an input may be given several times."""
        self.log.append((Notes.repeat, (taken,)))
        self._draft(taken).is_many = True

    def body(
        self, path: str, line: int, shape: Shape = MAP, *, said: Origin = Origin.UNKNOWN, written: str = ""
    ) -> None:
        """Note that the body is read as a whole."""
        self.log.append((_body, (path, line, shape, (said, written))))
        if self._body is None or (self._body[3] is Origin.UNKNOWN and said is not Origin.UNKNOWN):
            self._body = (path, line, shape, said, written)

    def reply(self, shape: Shape, status: int, written: str = "") -> None:
        """Note what a decorator or annotation says that is answered; status 0 where it says none."""
        self.log.append((Notes.reply, (shape, status, written)))
        self.said = (shape, status or (self.said[1] if self.said else 0), written)

    def open_body(self) -> None:
        """Note that the body goes where it is not known which of its keys are read."""
        self.log.append((Notes.open_body, ()))
        self._is_open = True

    def list_body(self, *, refused: bool = False) -> None:
        """Note that it is asked whether the body is a list; ``refused`` where any other is refused."""
        self.log.append((_list_body, (refused,)))
        self._listed.add(refused)

    def spare_body(self) -> None:
        """Note that a body that is refused unless it is a list may be left out."""
        self.log.append((Notes.spare_body, ()))
        self._is_spared = True

    def found(self) -> tuple[RequestInput, ...]:
        """Return the inputs, sorted."""
        self._settle_tested()
        inputs = [
            _input(place, name, draft)
            for (place, name), draft in self._drafts.items()
            if self.method not in _BODILESS or place not in _CARRIED or draft.demanded
        ]
        if self._body is not None:
            path, line, shape, said, written = self._body
            has_keys = any(place is Place.BODY for place, _ in self._drafts)
            is_meant = self.method not in _BODILESS and (self._is_open or not has_keys)
            if self._listed and not has_keys and said is Origin.UNKNOWN:
                shape, said = (LIST, Origin.FLOW) if True in self._listed else (UNKNOWN, said)
            if said is not Origin.UNKNOWN or is_meant:
                inputs.append(RequestInput("", Place.BODY, shape, not self._is_spared, path, line, written, said))
        return tuple(sorted(inputs))


def _list_body(notes: Notes, refused: bool) -> None:
    notes.list_body(refused=refused)


def _demand(notes: Notes, taken: Taken, always: bool) -> None:
    notes.demand(taken, always=always)


def _body(notes: Notes, path: str, line: int, shape: Shape, by: tuple[Origin, str]) -> None:
    notes.body(path, line, shape, said=by[0], written=by[1])


def _refine(draft: _Draft, shape: Shape, origin: Origin, written: str = "") -> None:
    if draft.shape in (UNKNOWN, STRING) or _RANKS.index(origin) < _RANKS.index(draft.origin):
        draft.shape, draft.origin = shape, origin
        draft.written = written or draft.written


def _input(place: Place, name: str, draft: _Draft) -> RequestInput:
    shape, origin = draft.shape, draft.origin
    if place is Place.FILE:
        shape, origin = BINARY, Origin.ANNOTATION
    elif shape == UNKNOWN and place in _TEXTUAL:
        shape, origin = STRING, Origin.FLOW
    if draft.is_many and shape.kind is not ShapeKind.ARRAY:
        shape = Shape(ShapeKind.ARRAY, (shape,))
    required = draft.insisted or (draft.demanded and not draft.optional)
    return RequestInput(name, place, shape, required, draft.path, draft.line, draft.written, origin, draft.default)


def _of_default(value: Value | None) -> Shape | None:
    """Return the shape that a default says; ``None`` and the empty text say none."""
    known = value.value if isinstance(value, Known) else None
    if known is None or known == "":
        return None
    return BOOLEAN if isinstance(known, str) and known.lower() in TRUTHS else shape_of_constant(known)


def shape_of_constant(value: str | float | bool | None) -> Shape:
    """Return the shape of a constant."""
    match value:
        case bool():
            return BOOLEAN
        case int():
            return INTEGER
        case float():
            return NUMBER
        case str():
            return STRING
        case _:
            return NULL


def merged(groups: Iterable[Iterable[RequestInput]]) -> tuple[RequestInput, ...]:
    """Return the inputs of several sources, the first of each name and place, sorted."""
    found: dict[tuple[str, Place], RequestInput] = {}
    for group in groups:
        for one in group:
            found.setdefault((one.name, one.place), one)
    return tuple(sorted(found.values()))
