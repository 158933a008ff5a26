"""How would an expression be spelled in source?

Annotations come back as they were written, up to blanks, quotes and needless parentheses. In other expressions what the
records do not keep (formats of f-strings, mixed comparisons) is spelled as the nearest that they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from analyzer.model import syntax

_LONGEST = 200
_DEEPEST = 40
_ATOM = 20
_BINARY = {"|": 7, "^": 8, "&": 9, "<<": 10, ">>": 10, "+": 11, "-": 11} | dict.fromkeys(("*", "/", "//", "%", "@"), 12)
_UNARY = {"not": ("not ", 5), "unary -": ("-", 13), "unary +": ("+", 13), "~": ("~", 13)}
_COMPARED, _POWER, _AND, _OR, _CONDITIONAL, _LOOSEST = 6, 14, 4, 3, 2, 1


def spelled(expression: syntax.Expression, longest: int = _LONGEST) -> str:
    """Return the source text of an expression, cut to a length; empty where there is none."""
    text = _spell(expression, _LOOSEST, 0)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def spelled_annotation(annotation: syntax.Expression) -> str:
    """Return the source text of an annotation, whatever its length; empty where there is none."""
    return _spell(annotation, _LOOSEST, 0)


def _spell(expression: syntax.Expression, around: int, depth: int) -> str:
    """``around`` is how tightly the place binds: what binds less gets parentheses."""
    if depth > _DEEPEST:
        return "…"
    text, tightness = _SPELLERS[expression.__class__](expression, depth + 1)
    return text if tightness >= around else f"({text})"


def _joined(expressions: Iterable[syntax.Expression], depth: int) -> str:
    return ", ".join([_spell(one, _CONDITIONAL, depth) for one in expressions])


def _name(name: syntax.Name, _depth: int) -> tuple[str, int]:
    return name.id, _ATOM


def _attribute(attribute: syntax.Attribute, depth: int) -> tuple[str, int]:
    return f"{_spell(attribute.value, _ATOM, depth)}.{attribute.name}", _ATOM


def _call(call: syntax.Call, depth: int) -> tuple[str, int]:
    given = [_spell(one, _CONDITIONAL, depth) for one in call.args]
    given += [_keyword(one, depth) for one in call.keywords]
    return f"{_spell(call.function, _ATOM, depth)}({', '.join(given)})", _ATOM


def _keyword(keyword: syntax.Keyword, depth: int) -> str:
    value = _spell(keyword.value, _CONDITIONAL, depth)
    return f"{keyword.name}={value}" if keyword.name else f"**{value}"


def _subscript(subscript: syntax.Subscript, depth: int) -> tuple[str, int]:
    index = subscript.index
    inside = (
        _joined(index.items, depth) + ("," if len(index.items) == 1 else "")
        if isinstance(index, syntax.Items) and index.kind == "tuple" and index.items
        else _spell(index, _LOOSEST, depth)
    )
    return f"{_spell(subscript.value, _ATOM, depth)}[{inside}]", _ATOM


def _constant(constant: syntax.Constant, _depth: int) -> tuple[str, int]:
    text = repr(constant.value)
    if isinstance(constant.value, str) and text[0] == "'" and '"' not in text and "\\'" not in text:
        text = f'"{text[1:-1]}"'
    return text.replace("inf", "1e309") if isinstance(constant.value, float) else text, _ATOM


def _text(text: syntax.Text, depth: int) -> tuple[str, int]:
    parts = [
        part.value.replace("{", "{{").replace("}", "}}")
        if isinstance(part, syntax.Constant) and isinstance(part.value, str)
        else f"{{{_spell(part, _CONDITIONAL, depth)}}}"
        for part in text.parts
    ]
    return f"f{''.join(parts)!r}", _ATOM


def _items(items: syntax.Items, depth: int) -> tuple[str, int]:
    inside = _joined(items.items, depth)
    if items.kind == "list":
        return f"[{inside}]", _ATOM
    if items.kind == "set":
        return (f"{{{inside}}}" if items.items else "set()"), _ATOM
    return (f"({inside},)" if len(items.items) == 1 else f"({inside})"), _ATOM


def _mapping(mapping: syntax.Mapping, depth: int) -> tuple[str, int]:
    pairs = [
        f"**{_spell(value, _CONDITIONAL, depth)}"
        if isinstance(key, syntax.Unknown) and not key.text
        else f"{_spell(key, _CONDITIONAL, depth)}: {_spell(value, _CONDITIONAL, depth)}"
        for key, value in zip(mapping.keys, mapping.values, strict=True)
    ]
    return f"{{{', '.join(pairs)}}}", _ATOM


def _choice(choice: syntax.Choice, depth: int) -> tuple[str, int]:
    if choice.kind == "if" and len(choice.options) > 1 and choice.tests:
        test = _spell(choice.tests[0], _OR, depth)
        return (
            f"{_spell(choice.options[0], _OR, depth)} if {test} else {_spell(choice.options[1], _CONDITIONAL, depth)}",
            _CONDITIONAL,
        )
    tightness = _AND if choice.kind == "and" else _OR
    return f" {choice.kind} ".join([_spell(one, tightness + 1, depth) for one in choice.options]), tightness


def _operation(operation: syntax.Operation, depth: int) -> tuple[str, int]:
    operator, operands = operation.operator, operation.operands
    if operator == ":":
        lower, upper, *step = [_spell(one, _CONDITIONAL, depth) for one in operands]
        return f"{lower}:{upper}" + (f":{step[0]}" if step and step[0] else ""), _LOOSEST
    if operator in _UNARY and len(operands) == 1:
        written, tightness = _UNARY[operator]
        return f"{written}{_spell(operands[0], tightness, depth)}", tightness
    if operator == "**":
        first, *others = operands
        return " ** ".join([_spell(first, _POWER + 1, depth), *(_spell(one, _POWER, depth) for one in others)]), _POWER
    tightness = _BINARY.get(operator, _COMPARED)
    first, *others = operands
    if tightness == _COMPARED:
        return f" {operator} ".join([_spell(one, tightness + 1, depth) for one in operands]), tightness
    return f" {operator} ".join(
        [_spell(first, tightness, depth), *(_spell(one, tightness + 1, depth) for one in others)]
    ), tightness


def _comprehension(made: syntax.Comprehension, depth: int) -> tuple[str, int]:
    element = ": ".join([_spell(one, _CONDITIONAL, depth) for one in made.elements])
    clauses = [
        f" for {_spell(target, _LOOSEST, depth)} in {_spell(iterable, _OR, depth)}"
        for target, iterable in zip(made.targets, made.iterables, strict=True)
    ]
    tests = [f" if {_spell(test, _OR, depth)}" for test in made.tests]
    opening, closing = {"list": ("[", "]"), "generator": ("(", ")")}.get(made.kind, ("{", "}"))
    return f"{opening}{element}{''.join(clauses)}{''.join(tests)}{closing}", _ATOM


def _lambda(written: syntax.Lambda, depth: int) -> tuple[str, int]:
    parameters = ", ".join([_parameter(one, depth) for one in written.parameters])
    return f"lambda{' ' if parameters else ''}{parameters}: {_spell(written.body, _CONDITIONAL, depth)}", _CONDITIONAL


def _parameter(parameter: syntax.Parameter, depth: int) -> str:
    stars = {"args": "*", "kwargs": "**"}.get(parameter.kind, "")
    default = _spell(parameter.default, _CONDITIONAL, depth)
    return f"{stars}{parameter.name}" + (f"={default}" if default else "")


def _star(star: syntax.Star, depth: int) -> tuple[str, int]:
    return f"*{_spell(star.value, _BINARY['|'], depth)}", _CONDITIONAL


def _await(awaited: syntax.Await, depth: int) -> tuple[str, int]:
    value = _spell(awaited.value, _ATOM if awaited.kind == "await" else _CONDITIONAL, depth)
    return f"{awaited.kind} {value}".rstrip(), _ATOM - 1 if awaited.kind == "await" else _LOOSEST


def _walrus(walrus: syntax.Walrus, depth: int) -> tuple[str, int]:
    return f"{walrus.name} := {_spell(walrus.value, _CONDITIONAL, depth)}", _LOOSEST


def _unknown(unknown: syntax.Unknown, _depth: int) -> tuple[str, int]:
    return unknown.text, _ATOM


_SPELLERS: dict[type[Any], Callable[[Any, int], tuple[str, int]]] = {
    syntax.Name: _name,
    syntax.Attribute: _attribute,
    syntax.Call: _call,
    syntax.Subscript: _subscript,
    syntax.Constant: _constant,
    syntax.Text: _text,
    syntax.Items: _items,
    syntax.Mapping: _mapping,
    syntax.Choice: _choice,
    syntax.Operation: _operation,
    syntax.Comprehension: _comprehension,
    syntax.Lambda: _lambda,
    syntax.Star: _star,
    syntax.Await: _await,
    syntax.Walrus: _walrus,
    syntax.Unknown: _unknown,
}
