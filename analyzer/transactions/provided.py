"""Which functions get a session from a provider that commits when they are done?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.link.names import Names, Value
from analyzer.link.transaction_rules import TransactionRules
from analyzer.link.types import Function
from analyzer.model.syntax import Expression, Head, Name, Parameter

_DEEPEST = 8  # aliases of annotations


def providers(names: Names, rules: tuple[TransactionRules, ...], definition: int) -> Iterator[int]:
    """Yield the functions of the project that provide the values of a definition's parameters."""
    found = names.program.definitions[definition]
    head: Head = found.head
    for parameter in head.parameters:
        for module, scope, one in _spelled_out(names, found.module, head.scope, parameter):
            for rule in rules:
                written = rule.provider(one)
                meaning = None if written is None else names.resolve(module, scope, written)
                if isinstance(meaning, Function):
                    yield meaning.definition


def _spelled_out(names: Names, module: int, scope: int, parameter: Parameter) -> Iterator[tuple[int, int, Parameter]]:
    """A parameter as it is written, and as the alias says that annotates it."""
    yield module, scope, parameter
    annotation: Expression = parameter.annotation
    for _ in range(_DEEPEST):
        meaning = names.resolve(module, scope, annotation) if isinstance(annotation, Name) else None
        if not isinstance(meaning, Value):
            return
        module, scope, annotation = meaning.module, meaning.scope, meaning.binding.value
        yield module, scope, msgspec.structs.replace(parameter, annotation=annotation)
