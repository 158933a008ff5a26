"""What is every framework asked, and what does one answer that has nothing to say?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.link.found import Found, FoundEntryPoint, ImplicitAccess
from analyzer.link.names import Names
from analyzer.link.protocol import FrameworkTypes, TypedAssignment, TypedCall, TypedUse, Values
from analyzer.link.schema import Schema
from analyzer.link.types import Type
from analyzer.model.interfaces import Served
from analyzer.model.shapes import DataType

API_VERSION = 1
"""Raised when what frameworks are asked, or what they answer, changes so that one written before is misunderstood."""


class Framework:
    """A plug-in: declares tables, gives types, says what typed calls do, and where outside control enters.

    Derive from it, and answer only what the framework knows. ``watched`` are the names of functions and methods that
    may do something to tables or resources whatever they are called on, and ``outside`` the beginnings of dotted names
    of functions that may; ``texts`` are the beginnings, in small letters, of the texts that it reads wherever a call
    gets them. With ``answers`` (see ``FrameworkTypes``), it is also asked what is called on classes and on its own
    values. With ``relays``, texts that its calls get may come from the callers of the function that makes them: it sees
    marks in their places, and may answer ``Waiting``. ``noticed`` are the names of functions and methods whose calls it
    wants to see before it is asked for entry points; ``sends`` those of calls that may make the library call functions
    of the program though it is not known what they are called on (see ``hidden``).
    """

    name = ""
    answers: frozenset[str] = frozenset()
    watched: frozenset[str] = frozenset()
    outside: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    noticed: frozenset[str] = frozenset()
    sends: frozenset[str] = frozenset()
    relays: bool = False

    def __init__(self, names: Names, schema: Schema) -> None:
        """``names`` resolves what the program names; ``schema`` takes the tables that the framework declares."""
        self.names = names
        self.schema = schema

    def is_used(self) -> bool:
        """Return whether the program may use the framework at all, by its imports; if not, nothing more is asked."""
        return True

    def imports(self, *packages: str) -> bool:
        """Return whether the program imports one of some packages or modules, or anything in them."""
        return not self.names.program.imported.isdisjoint(packages)

    def declare(self) -> None:
        """Add the tables and keys that the framework declares; called once, before any flow."""

    def meet(self, values: Values) -> None:
        """Take the linker's side, before types flow."""

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return what the library passes to a parameter, or what its name alone says (``guessed``)."""
        del definition, name
        return None

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """Return what ``self`` is in the methods of a class where it is no object of it, or of some subclasses only."""
        del cls
        return ()

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return the type of ``receiver.name``; None where the framework does not know."""
        del receiver, name
        return None

    def result(self, call: TypedCall) -> Type | None:
        """Return the type of what a call yields; None where the framework does not know."""
        del call
        return None

    def item(self, container: Type) -> Type | None:
        """Return the type of what iterating over, or indexing, a value yields."""
        del container
        return None

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to tables and resources, or what about it stayed unresolved."""
        del call
        return ()

    def assigned(self, assignment: TypedAssignment) -> Iterable[Found]:
        """Return what an assignment to an attribute does to tables and resources."""
        del assignment
        return ()

    def used(self, use: TypedUse) -> Iterable[Found]:
        """Return what reading an attribute, or the items of a value, does to tables."""
        del use
        return ()

    def hidden(self, call: TypedCall) -> Iterable[tuple[int, str]]:
        """Return the definitions that a library calls because of a call, each with the name of what calls it."""
        del call
        return ()

    def behind(self, call: TypedCall) -> Iterable[int]:
        """Return the methods that a library runs to do what a call asks: those that its own are there to be overridden.

        They belong to the call, and are no calls that the program makes.
        """
        del call
        return ()

    def implicit(self) -> Iterable[ImplicitAccess]:
        """Return what libraries do on behalf of a definition without a line of code for it; asked after all calls."""
        return ()

    def notice(self, call: TypedCall) -> None:
        """Take note of a call of one of the names in ``noticed``; every one is seen before ``entry_points``."""

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the definitions that are called from outside; asked once, when all calls were seen."""
        return ()

    def data_types(self) -> Iterable[DataType]:
        """Return the classes whose fields the framework knows, such as entities and forms; asked when types flowed."""
        return ()

    def served(self) -> Iterable[Served]:
        """Return what entry points take from a request, and give; asked once, after ``entry_points``."""
        return ()


def overriding(frameworks: Iterable[FrameworkTypes], question: str) -> tuple[FrameworkTypes, ...]:
    """Return the frameworks that have an answer of their own to a question: nobody else need be asked."""
    default = getattr(Framework, question)
    return tuple(one for one in frameworks if getattr(type(one), question, None) is not default)
