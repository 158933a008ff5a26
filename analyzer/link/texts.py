"""What do texts come to that a program puts together: by operators, by ``%``, by their methods?

A part that is not known leaves a blank (``analyzer.link.patterns``).
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Sequence

from analyzer.link.alternatives import MOST_TEXTS
from analyzer.link.patterns import BLANK, is_known
from analyzer.link.signature import Arguments
from analyzer.link.types import WIDEST, External, Literal, Pattern, Row, Type, options, union

TEXTS = (Literal, Pattern)
_STR = External("builtins.str()")
_LETTERS: dict[str, Callable[..., object]] = {
    "capitalize": str.capitalize,
    "lower": str.lower,
    "lstrip": str.lstrip,
    "replace": str.replace,
    "rstrip": str.rstrip,
    "strip": str.strip,
    "title": str.title,
    "upper": str.upper,
}
"""Methods that yield a text in which the parts that are not known stay as they are."""
_WHOLE: dict[str, Callable[..., object]] = {
    "partition": str.partition,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
    "rpartition": str.rpartition,
    "rsplit": str.rsplit,
    "split": str.split,
}
_LONGEST_TAKEN_APART = 500
_LONGEST = 20_000
_MOST_PARTS = 12
_CONVERSION = re.compile(r"%(?:\((\w+)\))?[#0\- +]*(?:\*|\d+)?(?:\.\d+)?[hlL]?([diouxXeEfFgGcrsa%])")


def spellings(value: Type | None) -> tuple[str, ...]:
    """Return the texts that a value may be, with blanks where their parts are not known."""
    return tuple([option.value for option in options(value) if isinstance(option, TEXTS)])


def text_type(text: str, line: int = 0) -> Type:
    """Return the type of a text with or without blanks; one of which nothing is known is any text."""
    if is_known(text):
        return Literal(text, line)
    while BLANK + BLANK in text:
        text = text.replace(BLANK + BLANK, BLANK)
    if text == BLANK:
        return _STR
    return Literal(text, line) if BLANK not in text else Pattern(text, line)


def together(parts: Sequence[Type | None]) -> Type:
    """Return the type of texts put together: one, or one of a few."""
    texts = [""]
    for part in parts:
        pieces = _pieces(part)
        texts = _product(texts, pieces if len(texts[0]) <= _LONGEST else [BLANK])
    first = parts[0] if parts else None
    line = first.line if isinstance(first, TEXTS) else 0
    return union(text_type(text, line) for text in texts) or _STR


def _product(texts: list[str], pieces: list[str]) -> list[str]:
    """Texts followed by each piece; of sentences that would be too many, some that hold every text and piece."""
    if len(texts) * len(pieces) <= WIDEST or len(texts) == 1 or len(pieces) == 1:
        return [f"{text}{piece}" for text in texts for piece in pieces]
    if not any(" " in one for one in (*texts, *pieces)):
        return [f"{text}{BLANK}" for text in texts]
    many = max(len(texts), len(pieces))
    return [f"{texts[place % len(texts)]}{pieces[place % len(pieces)]}" for place in range(many)]


def begun(first: Type | None, second: Type | None) -> Type | None:
    """Return how texts begin that may be too many: those that only go on where another ends are that one, and a blank.

    So a query stays known to which a dozen tests may each add a condition.
    """
    found = dict.fromkeys((*options(first), *options(second)))
    texts = sorted({one.value for one in found if isinstance(one, TEXTS)})
    if len(texts) < len(found):
        return None
    shortest: list[str] = []
    for text in texts:  # in order, what goes on follows what it goes on from
        if not (shortest and text.startswith(shortest[-1])):
            shortest.append(text)
    line = min(one.line for one in found if isinstance(one, TEXTS)) if found else 0
    return union(text_type(text + BLANK, line) for text in shortest)


def _pieces(part: Type | None) -> list[str]:
    """The texts that a part may be; what is no text is written in a way that is not known."""
    pieces = list(dict.fromkeys(one.value if isinstance(one, TEXTS) else BLANK for one in options(part)))
    return pieces if 0 < len(pieces) <= MOST_TEXTS else [BLANK]


def joined(separator: str, parts: Sequence[Type | None]) -> Type:
    """Return ``separator.join(parts)``."""
    between: list[Type | None] = []
    for part in parts:
        between += [Literal(separator, 0), part] if between else [part]
    return together(between)


def filled(text: str, by_place: Sequence[Type | None], by_name: Callable[[str], Type | None]) -> Type:
    """Return ``text % values``, or the text as it is where it holds no place for them."""
    parts: list[Type | None] = []
    end = used = 0
    for match in _CONVERSION.finditer(text):
        parts.append(Literal(text[end : match.start()], 0))
        end = match.end()
        if match.group(2) == "%":
            parts.append(Literal("%", 0))
        elif match.group(1):
            parts.append(by_name(match.group(1)))
        else:
            parts.append(by_place[used] if used < len(by_place) else None)
            used += 1
    return together([*parts, Literal(text[end:], 0)])


def formatted(text: str, arguments: Arguments) -> Type:
    """Return ``text.format(…)``."""
    named = dict(arguments.keywords)
    parts: list[Type | None] = []
    place = 0
    try:
        fields: Iterable[tuple[str, str | None, str | None, str | None]] = list(string.Formatter().parse(text))
    except ValueError:
        return _STR
    for before, field, _, _ in fields:
        parts.append(Literal(before, 0))
        if field is None:
            continue
        if field and not field.isdecimal():
            parts.append(named.get(field))
            continue
        number = int(field) if field else place
        place += 1
        parts.append(arguments.positional[number] if number < len(arguments.positional) else None)
    return together(parts)


def of_text(text: Literal | Pattern, name: str, arguments: Arguments) -> Type:
    """Return what ``"text".name(…)`` yields: a text, or a row of texts, where the arguments are known as well."""
    if name == "format":
        return formatted(text.value, arguments)
    outside = External(f"builtins.str().{name}()")
    whole = is_known(text.value)
    method = _LETTERS.get(name) or (_WHOLE.get(name) if whole and len(text.value) <= _LONGEST_TAKEN_APART else None)
    given = [option.value for value in arguments.positional for option in options(value) if isinstance(option, Literal)]
    once = arguments.positional[1:] == (External("builtins.int()"),) and name in ("split", "rsplit")
    if method is None or len(given) + once != len(arguments.positional):
        return outside
    try:
        made = method(text.value, *given, 1) if once else method(text.value, *given)
    except (ValueError, TypeError):
        return outside
    if isinstance(made, str):
        return text_type(made[:_LONGEST], text.line)
    parts = [Literal(str(part), text.line) for part in made] if isinstance(made, (list, tuple)) else []
    return Row(tuple(parts)) if 0 < len(parts) <= _MOST_PARTS else outside
