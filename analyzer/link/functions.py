"""What happens when a function is called: what do its parameters learn, and what comes back?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.abstract import AbstractMethods
from analyzer.link.decorators import is_context_manager
from analyzer.link.signature import NO_BOUND, Arguments, Bound, Signature, signature
from analyzer.link.texts import TEXTS
from analyzer.link.types import (
    CallableOf,
    ClassOf,
    Container,
    External,
    Function,
    Instance,
    Keyed,
    Pattern,
    Query,
    Row,
    Type,
    Union,
    join,
    options,
    union,
)
from analyzer.model.code import Certainty
from analyzer.model.syntax import Unknown

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


class Functions:
    """Calls functions for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._names = evaluator.names
        self._program = evaluator.program
        self._cells = evaluator.cells
        self._scopes = evaluator.scopes
        self._abstract = AbstractMethods(evaluator)
        self._contexts = evaluator.contexts
        self._signatures: dict[int, Signature] = {}
        self.returns_receiver: set[int] = set()

    def call(self, function: Function, arguments: Arguments, *, wanted: bool = True) -> Type | None:
        """Call a function of the project; ``wanted`` is False where nobody uses what it returns."""
        frame = self._evaluator.frame
        overrides = self._abstract.overriding(function)
        if overrides:
            found: Type | None = None
            for definition in overrides:
                frame.reach(definition, frame.line, Certainty.GUESSED)
                receiver = self._of_override(definition, function.receiver)
                found = join(found, self.result(Function(definition, True, receiver), arguments))
            return found
        frame.reach(function.definition, frame.line, _certainty(function))
        if function.captured:
            self._through(function)
        return self.result(function, arguments, wanted=wanted)

    def _of_override(self, definition: int, receiver: Type | None) -> Type | None:
        """``self`` in what overrides an abstract method is no object of the class that leaves it open."""
        owner = self._program.definitions[definition].parent
        if isinstance(receiver, (Instance, ClassOf)) and owner not in self._names.mro(receiver.definition):
            return ClassOf(owner) if isinstance(receiver, ClassOf) else Instance(owner, assumed=True)
        return receiver

    def _through(self, function: Function) -> None:
        """What a wrapper wraps is meant by who calls the wrapper.

        A decorator with more uses than can be told apart does not say whom its wrapper calls: there the caller does.
        """
        frame = self._evaluator.frame
        definitions = self._program.definitions
        parent = definitions[function.definition].parent
        while parent >= 0 and definitions[parent].head.kind != "class":
            for name, value in function.captured:
                if isinstance(value, Function) and value.definition != function.definition:
                    wide = self._cells.is_wide("parameter", parent, name)
                    through = -1 if wide else function.definition
                    frame.reach(value.definition, frame.line, Certainty.TYPED, through)
            parent = definitions[parent].parent

    def result(self, function: Function, arguments: Arguments, *, wanted: bool = True) -> Type | None:
        """Give the parameters their values, and return what comes back."""
        definition = function.definition
        known = self._signatures.get(definition) or self.signature(definition)
        nothing = arguments.are_unknown
        bound = NO_BOUND if nothing and not known.slots else known.assign(arguments, function.receiver)
        if bound is not NO_BOUND and not self._evaluator.frame.quiet:
            self._feed(definition, known, bound, function.receiver)
        if not wanted:
            return None
        declared = self._declared(definition) or self._by_parameter(function)
        if declared.__class__ is Instance and self._says_all(declared.definition):
            return declared
        self._scopes.ensure(self._program.unit_of(definition))
        derived = self._cells.read("return", definition, "", self._evaluator.frame.reader)
        if definition in self._contexts.returns_parameter:
            derived = self._contexts.handed_back(function, known, derived, bound)
        elif derived is not None and self._contexts.is_closure(definition, derived):
            derived = self._contexts.enclosed(definition, derived, {**dict(function.captured), **bound.known})
        elif function.captured:
            own = self._contexts.of_expressions(function, known, bound)
            derived = own or self._contexts.of_wrapper(function, known, bound.known) or derived
        elif (not nothing or derived.__class__ is Union) and self._contexts.depends(function, derived, bound):
            derived = self._contexts.interpreted(function, known, bound) or derived
        elif function.receiver.__class__ is Query and known.slots and self._contexts.is_vague(definition, derived):
            derived = self._contexts.of_receiver(function, known.slots[0].name) or derived
        return self._returned(function, derived, declared)

    def _says_all(self, cls: int) -> bool:
        """True for a class of an annotation that no value can be more exact than: none derives from it."""
        evaluator = self._evaluator
        return not evaluator.members.below(cls) and not evaluator.asked.instead(cls)

    def _returned(self, function: Function, derived: Type | None, declared: Type | None) -> Type | None:
        """Return the declared type, or the derived one where that says more."""
        definition = function.definition
        receiver = function.receiver
        if definition in self.returns_receiver and isinstance(receiver, (Instance, ClassOf)):
            seen = options(self._cells.read("self", definition, "", self._evaluator.frame.reader))
            fitting = [o for o in options(derived) if o not in seen and not self._is_of_receiver(o, receiver)]
            derived = union([receiver, *fitting])
        if derived is not None and isinstance(receiver, ClassOf):
            derived = self._of_own_class(definition, derived, receiver)
        if declared is None or _has_query(options(derived)):
            return derived
        if isinstance(declared, Instance) and derived is not None:
            mro = self._names.mro
            made = options(derived)
            if all(isinstance(one, Instance) and declared.definition in mro(one.definition) for one in made):
                return derived
        if isinstance(declared, External) and derived is not None and not isinstance(derived, (External, *TEXTS)):
            return derived
        if isinstance(derived, Pattern) or (isinstance(derived, External) and derived.about):
            return derived
        return declared

    def _of_own_class(self, definition: int, derived: Type, receiver: ClassOf) -> Type:
        """A class method that makes objects of its class makes, on a subclass, objects of that."""
        owner = self._program.definitions[definition].parent
        seen = options(self._cells.read("self", definition, "", self._evaluator.frame.reader))
        classes = {owner, *(option.definition for option in seen if isinstance(option, ClassOf))}
        if self._cells.is_wide("self", definition, ""):
            classes.update(self._evaluator.members.below(owner))
        made: Type | None = None
        for option in options(derived):
            is_own = isinstance(option, Instance) and option.definition in classes
            made = join(made, Instance(receiver.definition) if is_own else option)
        return derived if made is None else made

    def _declared(self, definition: int) -> Type | None:
        found = self._program.definitions[definition]
        if found.head.returns.__class__ is Unknown:
            return None
        declared = self._evaluator.annotations.value(found.module, found.head.scope, found.head.returns)
        if isinstance(declared, Container) and found.head.decorators and is_context_manager(found.head.decorators):
            return Container(declared.item, "context")
        return declared

    def _by_parameter(self, function: Function) -> Type | None:
        """``-> T`` of a generic class, where a subclass of it says what ``T`` is."""
        found = self._program.definitions[function.definition]
        receiver = function.receiver
        if found.head.returns.__class__ is Unknown or not isinstance(receiver, (Instance, ClassOf)):
            return None
        return self._evaluator.annotations.by_parameter(found, receiver.definition)

    def _is_of_receiver(self, option: Type, receiver: Type) -> bool:
        return (
            option.__class__ is receiver.__class__
            and isinstance(option, (Instance, ClassOf))
            and isinstance(receiver, (Instance, ClassOf))
            and option.definition in self._names.mro(receiver.definition)
        )

    def _feed(self, definition: int, known: Signature, bound: Bound, receiver: Type | None) -> None:
        cells = self._cells
        if receiver is not None and known.slots:
            self._feed_receiver(definition, receiver)
        for slot in known.all_slots[1:] if receiver is not None and self._owns(definition) else known.all_slots:
            if not slot.learns:
                continue
            value = bound.known.get(slot.name)
            if value is None and slot.flows and slot.name not in bound.known:
                value = cells.read("default", definition, slot.name, -1)
            if value is None:
                continue
            if slot.learns_queries:
                cells.add("parameter", definition, slot.name, union(_queries(value)))
            elif slot.declared is None or isinstance(slot.declared, (CallableOf, External)):
                cells.add("parameter", definition, slot.name, value)
            elif isinstance(slot.declared, Instance):
                for option in options(value):
                    if isinstance(option, Instance) and not option.assumed and self._fits(option, slot.declared):
                        cells.add("parameter", definition, slot.name, option)
        if known.rest and known.rest_declared is None and (bound.rest or bound.more is not None):
            cells.add("parameter", definition, known.rest, Row(bound.rest) if bound.more is None else _loose(bound))
        if known.keyword_rest and bound.keywords:
            cells.add("parameter", definition, known.keyword_rest, Keyed(bound.keywords))
        elif known.keyword_rest and bound.more_keywords is not None:
            cells.add("parameter", definition, known.keyword_rest, Container(bound.more_keywords, "dict"))

    def _fits(self, given: Instance, declared: Instance) -> bool:
        if declared.definition in self._names.mro(given.definition):
            return True
        return any(base.endswith("Protocol") for base in self._names.external_bases(declared.definition))

    def _feed_receiver(self, definition: int, receiver: Type) -> None:
        """Remember for which subclasses a method runs; one that nobody inherits runs for its own class alone."""
        owner = self._program.definitions[definition].parent
        if owner < 0 or not self._owns(definition) or not self._evaluator.members.below(owner):
            return
        for option in options(receiver):
            if isinstance(option, ClassOf) or (isinstance(option, Instance) and not option.assumed):
                self._cells.add("self", definition, "", option)

    def _owns(self, definition: int) -> bool:
        return self._program.definitions[definition].head.kind == "method"

    def signature(self, definition: int) -> Signature:
        """Return the parameters of a function."""
        if definition not in self._signatures:
            found = self._program.definitions[definition]
            read = self._evaluator.annotations.value
            declared = {one.name: read(found.module, found.head.scope, one.annotation) for one in found.head.parameters}
            self._signatures[definition] = signature(found.head, declared)
        return self._signatures[definition]


def _certainty(function: Function) -> Certainty:
    receiver = function.receiver
    if (receiver.__class__ is Instance or receiver.__class__ is Query) and receiver.guessed:
        return Certainty.GUESSED
    return Certainty.TYPED if function.typed else Certainty.LITERAL


def _has_query(types: tuple[Type, ...]) -> bool:
    return Query in [one.__class__ for one in types]


def _queries(value: Type) -> list[Type]:
    return [one for one in options(value) if one.__class__ is Query]


def _loose(bound: Bound) -> Type:
    found = bound.more
    for value in bound.rest:
        found = join(found, value)
    return Container(found or External("builtins.object()"), "tuple")
