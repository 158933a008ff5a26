"""What do the methods of a known text yield?"""

from __future__ import annotations

from collections.abc import Callable

from analyzer.link.signature import Arguments
from analyzer.link.types import External, Literal, Row, Type, options, together

_PURE: dict[str, Callable[..., object]] = {
    "capitalize": str.capitalize,
    "lower": str.lower,
    "lstrip": str.lstrip,
    "partition": str.partition,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
    "replace": str.replace,
    "rpartition": str.rpartition,
    "rsplit": str.rsplit,
    "rstrip": str.rstrip,
    "split": str.split,
    "strip": str.strip,
    "title": str.title,
    "upper": str.upper,
}
_LONGEST = 500
_MOST_PARTS = 12


def of_text(text: Literal, name: str, arguments: Arguments) -> Type:
    """Return what ``"text".name(…)`` yields: a text, or a row of texts, where the arguments are known as well."""
    if name == "format":
        return together([Literal(text.value.partition("{")[0], text.line), None])
    outside = External(f"builtins.str().{name}()")
    method = _PURE.get(name)
    given = [option.value for value in arguments.positional for option in options(value) if isinstance(option, Literal)]
    once = arguments.positional[1:] == (External("builtins.int()"),) and name in ("split", "rsplit")
    if method is None or len(text.value) > _LONGEST or len(given) + once != len(arguments.positional):
        return outside
    try:
        made = method(text.value, *given, 1) if once else method(text.value, *given)
    except (ValueError, TypeError):
        return outside
    if isinstance(made, str):
        return Literal(made, text.line)
    parts = [Literal(str(part), text.line) for part in made] if isinstance(made, (list, tuple)) else []
    return Row(tuple(parts)) if 0 < len(parts) <= _MOST_PARTS else outside
