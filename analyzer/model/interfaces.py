"""What definitions promise to whoever calls them: parameters, results, failures, and the data they are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal as OneOf
from typing import Protocol

import msgspec

from analyzer.model.shapes import UNKNOWN, DataType, Origin, Shape

FIRST_ERROR = 400
"""Response codes from here on say that something failed."""


class Place(StrEnum):
    """Where a parameter stands in a request."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    FORM = "form"
    FILE = "file"


class Parameter(msgspec.Struct, frozen=True, order=True):
    """A parameter of a function: never that which holds the object or class of a method.

    ``kind`` is as in ``inspect``. ``written`` is the annotation as the source has it, ``default`` the source text of
    the default. ``about`` is what the docstring says of it.
    """

    name: str
    kind: OneOf["positional", "keyword", "args", "kwargs"]
    shape: Shape
    written: str = ""
    origin: Origin = Origin.UNKNOWN
    required: bool = True
    default: str = ""
    about: str = ""


class Result(msgspec.Struct, frozen=True, order=True):
    """What a function returns; of a generator, what it yields as an array, and ``streams``."""

    shape: Shape = UNKNOWN
    written: str = ""
    origin: Origin = Origin.UNKNOWN
    about: str = ""
    streams: bool = False


class Signature(msgspec.Struct, frozen=True, order=True):
    """The parameters and the result of a function or method; ``about`` is the first paragraph of its docstring.

    ``of_object`` where the caller needs an object of the class to call it.
    """

    definition: str
    parameters: tuple[Parameter, ...]
    result: Result
    about: str = ""
    is_async: bool = False
    of_object: bool = False


class Raise(msgspec.Struct, frozen=True, order=True):
    """A definition raises an exception at a line.

    ``exception`` is the dotted name of the class: of the project, of a library, or Python's own without a module.
    ``implied`` where no ``raise`` stands there, and a call of a library is known to raise it (``objects.get``).
    ``status`` is the response code, where the source says it (``abort(404)``), else 0; ``message`` the text that it is
    given, with ``…`` for what is computed.
    """

    definition: str
    path: str
    line: int
    exception: str
    status: int = 0
    message: str = ""
    implied: bool = False


class Guard(msgspec.Struct, frozen=True, order=True):
    """A ``try`` (or ``suppress``) of a definition: what is raised in its lines, first to last, and caught.

    ``catches`` are dotted names of classes, ``BaseException`` for a bare ``except``, in the order of the handlers: the
    first that fits counts. ``raises_again`` are those of them that the handler raises again. What a handler raises
    instead is a ``Raise`` of its own.
    """

    definition: str
    path: str
    first: int
    last: int
    catches: tuple[str, ...]
    raises_again: tuple[str, ...] = ()


class Wrapping(msgspec.Struct, frozen=True, order=True):
    """A function that runs in the place of a definition that it decorates, and calls it on ``lines``.

    ``place`` counts from 0, the outermost wrapper.
    """

    definition: str
    place: int
    wrapper: str
    lines: tuple[int, ...] = ()


class HandedCall(msgspec.Struct, frozen=True, order=True):
    """A definition calls one of several functions that its callers hand it: which one depends on the caller."""

    definition: str
    line: int
    callee: str


class OwnCall(msgspec.Struct, frozen=True, order=True):
    """A method calls another of its own object, by ``name``: on ``self``, or ``above``, on ``super()``."""

    definition: str
    line: int
    name: str
    above: bool = False


class Overriding(msgspec.Struct, frozen=True, order=True):
    """Where a method that a class inherits calls ``name`` of its own object, ``definition`` runs for this class."""

    owner: str
    name: str
    definition: str


class Behind(msgspec.Struct, frozen=True, order=True):
    """A library runs ``callee`` for what a definition calls on a line: a model's ``save`` behind ``objects.create``."""

    definition: str
    path: str
    line: int
    callee: str


class RuledOut(msgspec.Struct, frozen=True, order=True):
    """What a definition calls on a line does not run some of its lines, from the first to the last, for that call."""

    definition: str
    line: int
    callee: str
    lines: tuple[tuple[int, int], ...]


class ExceptionClass(msgspec.Struct, frozen=True, order=True):
    """An exception that the program raises or catches: its ancestors, nearest first, to ``BaseException``.

    ``status`` is the response code that the class or a handler of the program gives it, 0 where none does; ``said_at``
    is where, ``path:line``.
    """

    name: str
    ancestors: tuple[str, ...]
    status: int = 0
    said_at: str = ""
    about: str = ""


class FieldRead(msgspec.Struct, frozen=True, order=True):
    """A definition reads an attribute of an object of a class, ``owner``: a field, column or relation; where first.

    The field is ``*`` where the name of the attribute is computed: then any may be read.
    """

    definition: str
    owner: str
    field: str
    path: str
    line: int


class RequestInput(msgspec.Struct, frozen=True, order=True):
    """What an entry point takes from a request; without a name, the whole body."""

    name: str
    place: Place
    shape: Shape
    required: bool
    path: str
    line: int
    written: str = ""
    origin: Origin = Origin.UNKNOWN
    default: str = ""


class Refusal(msgspec.Struct, frozen=True, order=True):
    """A response with a code of failure, from 400 on, that is returned and not raised.

    ``exception`` is the class of the response where that has a code of its own (``django.http.HttpResponseForbidden``),
    else the code as Python names it, ``http.HTTPStatus.FORBIDDEN``; ``message`` is what it says, as far as it is text.
    """

    status: int
    exception: str
    path: str
    line: int
    message: str = ""


class Served(msgspec.Struct, frozen=True, order=True):
    """What an entry point takes and gives, beyond its parameters.

    ``definition`` and ``name`` are those of the entry point. ``statuses`` are the response codes that it gives without
    an exception. ``owner`` is the class of the object that answers, where it is another than that of the definition,
    or where the library of a view is known; ``runs`` are the methods of its objects that run for a request beside the
    definition, ``generic`` says that a library's handler calls them, and ``fails`` are the exceptions that the library
    raises itself. ``ruled_out`` are lines, from the first to the last, of a method that do not run for it.
    ``around`` are definitions that run around all of it and may refuse it; ``doubts`` say what the source leaves open.
    ``behind`` are methods of other objects that the library's handler runs: a form's or a model's ``save``.
    ``refused`` are the responses of failure that are returned.
    """

    definition: str
    name: str
    inputs: tuple[RequestInput, ...]
    result: Result = Result()
    statuses: tuple[int, ...] = ()
    owner: str = ""
    runs: tuple[str, ...] = ()
    generic: bool = False
    fails: tuple[str, ...] = ()
    ruled_out: tuple[tuple[str, int, int], ...] = ()
    around: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()


class Interfaces(msgspec.Struct, frozen=True):
    """What was noted of what definitions promise; every tuple is sorted. ``Promises`` tells the rest when asked.

    ``adding`` are the definitions that make a stored value of the one before: by ``+=``, or in the database.
    """

    raises: tuple[Raise, ...] = ()
    guards: tuple[Guard, ...] = ()
    exceptions: tuple[ExceptionClass, ...] = ()
    wrappings: tuple[Wrapping, ...] = ()
    handed_calls: tuple[HandedCall, ...] = ()
    own_calls: tuple[OwnCall, ...] = ()
    overriding: tuple[Overriding, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    field_reads: tuple[FieldRead, ...] = ()
    served: tuple[Served, ...] = ()
    adding: tuple[str, ...] = ()
    behind: tuple[Behind, ...] = ()


class Promises(Protocol):
    """Tells what costs too much to be made of every definition: whoever knows the cut asks for what it needs.

    The same question has the same answer, whatever was asked before.
    """

    def parameters(self, definition: str) -> tuple[str, ...]:
        """Return the names of the parameters that a function is written with."""

    def parameter(self, definition: str, name: str) -> Shape | None:
        """Return what one parameter of a function that something calls looks like; None where it has none such."""

    def signature(self, definition: str) -> Signature | None:
        """Return the signature of a function that something calls; None for anything else."""

    def given(self, definition: str) -> frozenset[str] | None:
        """Return the parameters that some call of a function gives; None where that is not known."""

    def data_type(self, name: str) -> DataType | None:
        """Return what a class, or what is named like one, looks like as data; None where it is not known."""
