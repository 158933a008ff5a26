"""Does every value of one shape fit another, and if not, where?

Of an input, what callers give is the old shape and what is wanted the new one; of a result, what is given is the new
shape and what callers want the old one. So one question serves both directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto

import msgspec

from analyzer.compare.wording import constants, words
from analyzer.model.shapes import NULL, UNKNOWN, DataField, DataKind, DataType, Shape, ShapeKind

Types = Mapping[str, DataType]


class Misfit(Enum):
    """How what is given differs from what is wanted; the first four do harm."""

    OUTSIDE = auto()  # some of what is given is not wanted
    NULL = auto()  # null is given and not wanted
    MISSING = auto()  # a field is wanted and not given
    PERHAPS = auto()  # a field is wanted, and may be left out by who gives
    GIVEN_OPAQUE = auto()  # what is given is not known, and what is wanted is
    WANTED_OPAQUE = auto()  # what is wanted is not known, and what is given is
    MISSING_OPTIONAL = auto()  # a field that need not be given is not
    SURE = auto()  # a field need not be given, and always is
    EXTRA = auto()  # a field is given that nobody wants
    LOOSE = auto()  # more is wanted than given


_HARM = frozenset({Misfit.OUTSIDE, Misfit.NULL, Misfit.MISSING, Misfit.PERHAPS})


class Difference(msgspec.Struct, frozen=True):
    """A place (``.fare``, ``[].id``) where two shapes differ; ``field`` is the field of data that differs as a whole.

    ``partial`` where the type that gives leaves fields out, or does not show all of them.
    """

    path: str
    misfit: Misfit
    given: str
    wanted: str
    field: DataField | None = None
    owner: DataType | None = None
    partial: bool = False


class Fitting:
    """Holds shapes of one state against those of another."""

    def __init__(self, given: Types, wanted: Types, tried: dict[tuple[Shape, Shape], bool] | None = None) -> None:
        """``given`` and ``wanted`` are the data types that the two sides name; ``tried`` what is known to fit."""
        self._given = given
        self._wanted = wanted
        self._seen: set[tuple[str, str]] = set()
        self._tried = {} if tried is None else tried

    def differences(self, given: Shape, wanted: Shape, path: str = "") -> Iterator[Difference]:
        """Yield where the two differ; of data types that lead to themselves, each pair once."""
        if given.kind in _OPAQUE or wanted.kind in _OPAQUE:
            yield from _opaque(given, wanted, path)
            return
        here, there = _alternatives(given), _alternatives(wanted)
        if NULL in here and NULL not in there:
            yield Difference(path, Misfit.NULL, words(given), words(wanted))
        elif NULL in there and NULL not in here:
            yield Difference(path, Misfit.LOOSE, words(given), words(wanted))
        here, there = [one for one in here if one != NULL], [one for one in there if one != NULL]
        if len(here) == len(there) == 1:
            yield from self._between(here[0], there[0], path)
        elif here and there:
            yield from self._among(here, there, path)
        elif here or there:
            yield Difference(path, Misfit.OUTSIDE if here else Misfit.LOOSE, words(given), words(wanted))

    def _among(self, given: list[Shape], wanted: list[Shape], path: str) -> Iterator[Difference]:
        """Between several alternatives: each that is given must fit one that is wanted."""
        used = set()
        loose = False
        for one in given:
            mates = self._mates(one, wanted)
            if not mates:
                yield Difference(path, Misfit.OUTSIDE, _either(given), _either(wanted))
                return
            mate = one if one in mates else mates[0]
            used.add(mate)
            if one.kind in _NESTED:
                yield from self._between(one, mate, path)
            else:
                loose = loose or one != mate
        if loose or not used.issuperset(wanted):
            yield Difference(path, Misfit.LOOSE, _either(given), _either(wanted))

    def _mates(self, one: Shape, wanted: list[Shape]) -> list[Shape]:
        """Return the alternatives that a shape fits, else the only one that is of its kind."""
        fitting = [other for other in wanted if self._fits(one, other)]
        if fitting or one.kind not in _NESTED:
            return fitting
        alike = [other for other in wanted if other.kind is one.kind]
        return alike if len(alike) == 1 else []

    def _fits(self, given: Shape, wanted: Shape) -> bool:
        pair = (given, wanted)
        if pair not in self._tried:
            self._tried[pair] = True  # until the opposite is seen: a type may lead to itself
            trial = Fitting(self._given, self._wanted, self._tried)
            self._tried[pair] = all(one.misfit not in _HARM for one in trial.differences(given, wanted))
        return self._tried[pair]

    def _between(self, given: Shape, wanted: Shape, path: str) -> Iterator[Difference]:
        """Between two shapes that are no unions."""
        given, wanted = _resolved(given, self._given), _resolved(wanted, self._wanted)
        match given.kind, wanted.kind:
            case ShapeKind.DATA, ShapeKind.DATA:
                yield from self._data(given, wanted, path)
            case ShapeKind.DATA, ShapeKind.MAP:
                yield from self._as_map(given, wanted, path)
            case (ShapeKind.ARRAY, ShapeKind.ARRAY) | (ShapeKind.MAP, ShapeKind.MAP):
                sign = "[]" if given.kind is ShapeKind.ARRAY else ".*"
                yield from self.differences(_content(given), _content(wanted), path + sign)
            case ShapeKind.TUPLE, ShapeKind.ARRAY:
                for place, item in enumerate(given.of):
                    yield from self.differences(item, _content(wanted), f"{path}[{place}]")
            case ShapeKind.TUPLE, ShapeKind.TUPLE if len(given.of) == len(wanted.of):
                for place, (item, other) in enumerate(zip(given.of, wanted.of, strict=True)):
                    yield from self.differences(item, other, f"{path}[{place}]")
            case _:
                yield from _scalars(given, wanted, path)

    def _data(self, given: Shape, wanted: Shape, path: str) -> Iterator[Difference]:
        if (given.name, wanted.name) in self._seen:
            return
        self._seen.add((given.name, wanted.name))
        giver, wisher = self._given.get(given.name), self._wanted.get(wanted.name)
        if giver is None or wisher is None:
            if (giver is None) != (wisher is None) and given.name != wanted.name:
                yield Difference(path, _unknown(giver is None), words(given), words(wanted))
            return
        has, wants = {one.name: one for one in giver.fields}, {one.name: one for one in wisher.fields}
        partial = not giver.whole
        for name, field in wants.items():
            place = f"{path}.{name}"
            if name not in has:
                misfit = Misfit.MISSING if field.required else Misfit.MISSING_OPTIONAL
                yield Difference(place, misfit, "", words(field.shape), field, wisher, partial)
                continue
            yield from _presence(has[name], field, place, giver)
            yield from self.differences(has[name].shape, field.shape, place)
        for name, field in has.items():
            if name not in wants:
                yield Difference(f"{path}.{name}", Misfit.EXTRA, words(field.shape), "", field, giver)

    def _as_map(self, given: Shape, wanted: Shape, path: str) -> Iterator[Difference]:
        giver = self._given.get(given.name)
        yield Difference(path, Misfit.LOOSE if giver else Misfit.GIVEN_OPAQUE, words(given), words(wanted))
        for field in giver.fields if giver else ():
            yield from self.differences(field.shape, _content(wanted), f"{path}.{field.name}")


_OPAQUE = frozenset({ShapeKind.UNKNOWN, ShapeKind.LIVE})
_NESTED = frozenset({ShapeKind.DATA, ShapeKind.ARRAY, ShapeKind.MAP, ShapeKind.TUPLE})


def _unknown(given: bool) -> Misfit:
    return Misfit.GIVEN_OPAQUE if given else Misfit.WANTED_OPAQUE


def _opaque(given: Shape, wanted: Shape, path: str) -> Iterator[Difference]:
    """One side is known: of two that are not, nothing can be said."""
    if (given.kind in _OPAQUE) != (wanted.kind in _OPAQUE):
        yield Difference(path, _unknown(given.kind in _OPAQUE), words(given), words(wanted))


def _presence(given: DataField, wanted: DataField, path: str, giver: DataType) -> Iterator[Difference]:
    """Whether a field must be there, on both sides."""
    if given.required != wanted.required:
        misfit = Misfit.SURE if given.required else Misfit.PERHAPS
        spoken = [("required" if one.required else "optional") for one in (given, wanted)]
        yield Difference(path, misfit, spoken[0], spoken[1], given, giver, giver.kind is DataKind.TYPED_DICT)


def _alternatives(shape: Shape) -> list[Shape]:
    if shape.kind is not ShapeKind.UNION:
        return [shape]
    return [one for part in shape.of for one in _alternatives(part)]


def _either(shapes: Iterable[Shape]) -> str:
    return " or ".join(map(words, shapes))


def _content(shape: Shape) -> Shape:
    return shape.of[0] if shape.of else UNKNOWN


def _resolved(shape: Shape, types: Types) -> Shape:
    """An enumeration is its constants."""
    found = types.get(shape.name) if shape.kind is ShapeKind.DATA else None
    if found is not None and found.kind is DataKind.ENUM and found.values:
        return Shape(ShapeKind.CONSTANTS, values=found.values)
    return shape


def _scalars(given: Shape, wanted: Shape, path: str) -> Iterator[Difference]:
    """Between what has no parts, and between kinds that have nothing in common."""
    if given.kind in _OPAQUE or wanted.kind in _OPAQUE:
        yield from _opaque(given, wanted, path)
        return
    if ShapeKind.CONSTANTS in (given.kind, wanted.kind):
        yield from _constants(given, wanted, path)
        return
    wider = given.kind is ShapeKind.INTEGER and wanted.kind is ShapeKind.NUMBER
    alike = wider or (given.kind is wanted.kind and given.kind is not ShapeKind.TUPLE)
    if not alike or wanted.format not in ("", given.format):
        yield Difference(path, Misfit.OUTSIDE, words(given), words(wanted))
    elif wider or given.format != wanted.format:
        yield Difference(path, Misfit.LOOSE, words(given), words(wanted))


def _constants(given: Shape, wanted: Shape, path: str) -> Iterator[Difference]:
    if given.kind is wanted.kind:
        more = tuple(one for one in given.values if one not in wanted.values)
        less = tuple(one for one in wanted.values if one not in given.values)
        if more:
            yield Difference(path, Misfit.OUTSIDE, constants(given.values), constants(wanted.values))
        elif less:
            yield Difference(path, Misfit.LOOSE, constants(given.values), constants(wanted.values))
    elif given.kind is ShapeKind.CONSTANTS and not wanted.format and all(_is(one, wanted.kind) for one in given.values):
        yield Difference(path, Misfit.LOOSE, words(given), words(wanted))
    else:
        yield Difference(path, Misfit.OUTSIDE, words(given), words(wanted))


def _is(constant: str, kind: ShapeKind) -> bool:
    """Whether a JSON text is a value of a kind."""
    if constant.startswith('"'):
        return kind is ShapeKind.STRING
    if constant == "null":
        return False
    if constant in ("true", "false"):
        return kind is ShapeKind.BOOLEAN
    whole = constant.lstrip("-").isdigit()
    return kind is ShapeKind.NUMBER or (whole and kind is ShapeKind.INTEGER)
