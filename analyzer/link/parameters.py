"""What do the parameters of a function hold when its body is read, and what does a call of it yield?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.decorators import is_class_method, is_context_manager, is_static_method
from analyzer.link.frame import Frame
from analyzer.link.program import LinkedModule
from analyzer.link.types import ClassOf, Container, External, Instance, Keyed, Type, join, options, union
from analyzer.model.syntax import Head

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_MOST_RECEIVERS = 5
_EMPTY_DICT, _EMPTY_TUPLE = External("builtins.dict()"), External("builtins.tuple()")


class Parameters:
    """Gives functions their parameters, for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program

    def bind(self, frame: Frame, module: LinkedModule, scope: int, head: Head, reader: int) -> None:
        """Give the parameters of a function what annotations and callers say."""
        evaluator = self._evaluator
        definition = module.first + scope - 1
        known = evaluator.functions.signature(definition)
        environment = frame.locals
        for slot in known.all_slots:
            given = evaluator.cells.read("parameter", definition, slot.name, reader) if slot.learns else None
            known_type = given if given is not None else slot.declared
            if known_type is None and slot.flows:
                known_type = evaluator.cells.read("default", definition, slot.name, reader)
            if slot.declared is None and (known_type is None or known_type.__class__ is External):
                known_type = evaluator.asked.passed(definition, slot.name) or known_type
            environment[slot.name] = known_type
        if known.rest:
            given = evaluator.cells.read("parameter", definition, known.rest, reader)
            declared = known.rest_declared
            environment[known.rest] = given or (_EMPTY_TUPLE if declared is None else Container(declared, "tuple"))
        if known.keyword_rest:
            given = self._keywords(definition, known.keyword_rest, reader)
            declared = known.keyword_rest_declared
            environment[known.keyword_rest] = given or (
                _EMPTY_DICT if declared is None else Container(declared, "dict")
            )
        if head.kind == "method" and known.slots and not is_static_method(head.decorators):
            environment[known.slots[0].name] = self._receiver(module, head, definition, reader)

    def _keywords(self, definition: int, name: str, reader: int) -> Type | None:
        """All callers' keyword arguments in one."""
        merged: dict[str, Type | None] = {}
        found: Type | None = None
        for option in options(self._evaluator.cells.read("parameter", definition, name, reader)):
            if isinstance(option, Keyed):
                for key, value in option.items:
                    merged[key] = join(merged.get(key), value)
            else:
                found = join(found, option)
        if not merged:
            return found
        return Keyed(tuple((key, value) for key, value in merged.items() if value is not None))

    def _receiver(self, module: LinkedModule, head: Head, definition: int, reader: int) -> Type | None:
        """An object (or class) of the method's own class, or of the subclasses for which it is known to run."""
        cls = module.first + head.scope - 1
        is_class = is_class_method(head.decorators) or head.name in (
            "__new__",
            "__init_subclass__",
            "__class_getitem__",
        )
        instead = self._evaluator.asked.instead(cls)
        if instead:
            return union(
                [ClassOf(one.definition) if is_class and isinstance(one, Instance) else one for one in instead]
            )
        seen = options(self._evaluator.cells.read("self", definition, "", reader))
        if 0 < len(seen) <= _MOST_RECEIVERS:
            return union(seen)
        return ClassOf(cls) if is_class else Instance(cls, assumed=bool(self._evaluator.members.below(cls)))

    def outcome(self, frame: Frame) -> Type | None:
        """Return what calling a function yields: generators and context managers yield an iterator."""
        if not frame.yields:
            return frame.returned
        head = self._program.definitions[frame.definition].head
        if is_context_manager(head.decorators):
            return (
                External("contextlib.contextmanager()")
                if frame.yielded is None
                else Container(frame.yielded, "context")
            )
        return External("builtins.generator()") if frame.yielded is None else Container(frame.yielded, "generator")
