"""Which calls does each scope of a module make, with which types?

Statements are read once, in order; an assignment gives its name the type of its value. Function bodies are decoded a
module at a time and dropped afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from analyzer.link.annotations import annotated
from analyzer.link.decorators import is_class_method, is_static_method
from analyzer.link.evaluate import Environment, Evaluator
from analyzer.link.names import Names
from analyzer.link.program import LinkedModule
from analyzer.link.protocol import FrameworkTypes, ScopeEvents
from analyzer.link.types import ClassOf, Container, External, Instance, Type
from analyzer.model.syntax import Attribute, Block, Head, Scope, Statement

_BODIES = msgspec.msgpack.Decoder(dict[int, Scope])
_LOOPS = {"for", "while"}


def typed_calls(module: LinkedModule, names: Names, frameworks: Sequence[FrameworkTypes]) -> Iterator[ScopeEvents]:
    """Yield what each scope does of a module: the module itself, then its definitions in order."""
    evaluator = Evaluator(names, frameworks)
    scopes = module.facts.scopes | _BODIES.decode(module.facts.bodies)
    locals_of: dict[int, Environment] = {}
    for index in range(len(module.facts.heads) + 1):
        environment = _parameters(evaluator, module, index)
        locals_of[index] = environment
        around = [environment, *_enclosing(module, index, locals_of)]
        evaluator.enter(module.index, index, module.first + index - 1 if index else -1, around)
        _run(evaluator, scopes[index])
        yield ScopeEvents(evaluator.calls, evaluator.assignments)


def _enclosing(module: LinkedModule, index: int, locals_of: dict[int, Environment]) -> list[Environment]:
    """The local names of the functions around a scope; those of classes and of the module are looked up by name."""
    found: list[Environment] = []
    heads = module.facts.heads
    while index:
        index = heads[index - 1].scope
        if index and heads[index - 1].kind != "class":
            found.append(locals_of[index])
    return found


def _parameters(evaluator: Evaluator, module: LinkedModule, index: int) -> Environment:
    if not index:
        return {}
    head = module.facts.heads[index - 1]
    environment: Environment = {}
    for parameter in head.parameters:
        declared = annotated(evaluator.names, module.index, head.scope, parameter.annotation)
        if parameter.kind == "args":
            declared = External("builtins.tuple()") if declared is None else Container(declared)
        elif parameter.kind == "kwargs":
            declared = External("builtins.dict()")
        environment[parameter.name] = declared
    bound = _bound_first(module, head)
    if bound is not None and head.parameters and head.parameters[0].kind == "positional":
        environment[head.parameters[0].name] = bound
    return environment


def _bound_first(module: LinkedModule, head: Head) -> Type | None:
    if head.kind != "method" or is_static_method(head.decorators):
        return None
    cls = module.first + head.scope - 1
    if is_class_method(head.decorators) or head.name in ("__new__", "__init_subclass__", "__class_getitem__"):
        return ClassOf(cls)
    return Instance(cls)


def _run(evaluator: Evaluator, scope: Scope) -> None:
    looped = _looped(scope.blocks)
    for statement in scope.statements:
        evaluator.in_loop = looped[statement.block]
        evaluator.line = statement.line
        _step(evaluator, statement)


def _step(evaluator: Evaluator, statement: Statement) -> None:
    match statement.kind:
        case "assign":
            value = evaluator.type_of(statement.value)
            for target in statement.targets:
                evaluator.bind(target, value)
        case "annotate":
            value = evaluator.type_of(statement.value)
            declared = annotated(evaluator.names, evaluator.module, evaluator.scope, statement.targets[1])
            evaluator.bind(statement.targets[0], declared if declared is not None else value)
        case "for":
            evaluator.bind(statement.targets[0], evaluator.item(evaluator.type_of(statement.value)))
        case "with":
            value = evaluator.type_of(statement.value)
            for target in statement.targets:
                evaluator.bind(target, value)
        case "augment":
            evaluator.type_of(statement.value)
            if isinstance(statement.targets[0], Attribute):
                evaluator.bind(statement.targets[0], None)
        case "define" | "delete":
            for target in statement.targets:
                evaluator.type_of(target)
            evaluator.type_of(statement.value)
        case _:
            evaluator.type_of(statement.value)


def _looped(blocks: tuple[Block, ...]) -> list[bool]:
    """Whether each block lies in a loop; a block's parent always stands before it."""
    found: list[bool] = []
    for place, block in enumerate(blocks):
        found.append(block.kind in _LOOPS or (place > 0 and found[block.parent]))
    return found
