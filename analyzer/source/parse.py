"""How do bytes become a syntax tree, whatever Python they were written for?

``ast`` reads what the running Python knows; libcst reads newer syntax, which is then rewritten to older syntax on
the same lines. What neither reads is reported with a reason a person understands; nothing here raises.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings

import msgspec

_LARGEST_FOR_LIBCST = 2_000_000  # bytes; libcst needs about ten times the time and memory of ast
_LONGEST_CHAIN = 1_500  # operators in one statement; libcst is quadratic in them
_OPERATORS = {*"+-*/%|&^.", "//", "**", "<<", ">>", "and", "or"}
_ENDS = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
_HOPELESS = ("Python 2 print", "Python 2 exec", "not text", "not Python")
_PYTHON_2 = (
    (re.compile(r"multiple exception types must be parenthesized"), "Python 2 except clause"),
    (re.compile(r"leading zeros in decimal integer"), "Python 2 octal number"),
    (re.compile(r"inconsistent use of tabs"), "tabs and spaces mixed"),
)


class Parsed(msgspec.Struct, frozen=True):
    """A tree, or the reason why there is none; ``lowered`` says what newer syntax was rewritten."""

    tree: ast.Module | None
    reason: str = ""
    lowered: bool = False


def parse(content: bytes) -> Parsed:
    """Return the syntax tree of a file's bytes, or why it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Parsed(ast.parse(content))
    except SyntaxError as problem:
        return _newer_syntax(content, problem)
    except ValueError as problem:
        return Parsed(None, _in_words(SyntaxError(str(problem))))
    except (RecursionError, MemoryError):
        return Parsed(None, "nested too deeply for Python's own parser")


def _newer_syntax(content: bytes, problem: SyntaxError) -> Parsed:
    reason = _in_words(problem)
    if len(content) > _LARGEST_FOR_LIBCST or reason.startswith(_HOPELESS) or _has_long_chain(content):
        return Parsed(None, reason)
    from analyzer.source.lowering import lower_syntax  # libcst costs .2 s to import; most trees never need it

    source = lower_syntax(content)
    if source is None:
        return Parsed(None, reason)
    try:
        return Parsed(ast.parse(source), "syntax newer than the running Python, read by libcst", lowered=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Parsed(None, reason)


def _in_words(problem: SyntaxError) -> str:
    """One clause: what is wrong and in which line."""
    message = problem.msg or "invalid syntax"
    where = f", line {problem.lineno}" if problem.lineno else ""
    if "null bytes" in message:
        return "not Python source: holds a NUL byte"
    if "codec can't decode" in message or "encoding" in message or "unknown encoding" in message:
        unknown = f": {message}" if message.startswith("unknown encoding") else ""
        return f"not text in its declared encoding{where}{unknown}"
    text = (problem.text or "").strip()
    if message.startswith("Missing parentheses in call to"):
        word = "exec" if "'exec'" in message else "print"
        return f"Python 2 {word} statement{where}"
    for pattern, words in _PYTHON_2:
        if pattern.search(message) and not (words.endswith("clause") and not re.match(r"except\b.*,\s*\w+\s*:", text)):
            return f"{words}{where}"
    return f"{message}{where}"


def _has_long_chain(content: bytes) -> bool:
    """True where a statement holds so many operators that libcst would take seconds for it."""
    if sum(content.count(operator.encode()) for operator in "+-*/%|&^.") < _LONGEST_CHAIN:
        return False
    operators = 0
    try:
        for token in tokenize.tokenize(io.BytesIO(content).readline):
            operators = 0 if token.type in _ENDS else operators + (token.string in _OPERATORS)
            if operators > _LONGEST_CHAIN:
                return True
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass  # newer strings confuse the tokenizer; it has seen most of the file
    return False
