"""What one file says, in neutral records: expressions, statements, definitions, imports.

Knows no framework. The records are what worker processes send, hence array-like MessagePack with integer tags.
"""

from __future__ import annotations

from typing import Literal as OneOf

import msgspec


class Name(msgspec.Struct, frozen=True, array_like=True, tag=0, gc=False):
    """A bare name, ``order``."""

    id: str
    line: int


class Attribute(msgspec.Struct, frozen=True, array_like=True, tag=1, gc=False):
    """``value.name``."""

    value: Expression
    name: str


class Keyword(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """``name=value`` in a call; ``**value`` has an empty name."""

    name: str
    value: Expression


class Call(msgspec.Struct, frozen=True, array_like=True, tag=2, gc=False):
    """``function(*args, **keywords)``; ``line`` is where the called name ends, not where its chain begins."""

    function: Expression
    args: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    line: int


class Subscript(msgspec.Struct, frozen=True, array_like=True, tag=3, gc=False):
    """``value[index]``."""

    value: Expression
    index: Expression


class Constant(msgspec.Struct, frozen=True, array_like=True, tag=4, gc=False):
    """A string, number, truth value or ``None``; bytes, complex numbers and ``...`` are ``Unknown``."""

    value: str | int | float | bool | None
    line: int


class Text(msgspec.Struct, frozen=True, array_like=True, tag=5, gc=False):
    """An f-string: its literal parts and the expressions between them, in order."""

    parts: tuple[Expression, ...]
    line: int


class Items(msgspec.Struct, frozen=True, array_like=True, tag=6, gc=False):
    """A list, tuple or set display; a starred item is ``Star``."""

    kind: OneOf["list", "tuple", "set"]
    items: tuple[Expression, ...]


class Mapping(msgspec.Struct, frozen=True, array_like=True, tag=7, gc=False):
    """A dict display; the key of a ``**other`` item is ``Unknown``."""

    keys: tuple[Expression, ...]
    values: tuple[Expression, ...]


class Choice(msgspec.Struct, frozen=True, array_like=True, tag=8, gc=False):
    """One of several values: ``a or b``, ``a and b``, ``a if test else b`` (whose test stands in ``tests``)."""

    kind: OneOf["and", "or", "if"]
    options: tuple[Expression, ...]
    tests: tuple[Expression, ...] = ()


class Operation(msgspec.Struct, frozen=True, array_like=True, tag=9, gc=False):
    """An operator over operands (``+``, ``%``, ``==``, ``is``, ``not`` …); long chains of one operator are flat.

    ``unary -`` and ``unary +`` have one operand; the operator of a slice is ``:``.
    """

    operator: str
    operands: tuple[Expression, ...]


class Comprehension(msgspec.Struct, frozen=True, array_like=True, tag=10, gc=False):
    """A comprehension or generator expression: what it yields, and its ``for … in …`` and ``if`` clauses."""

    kind: OneOf["list", "set", "dict", "generator"]
    elements: tuple[Expression, ...]
    targets: tuple[Expression, ...]
    iterables: tuple[Expression, ...]
    tests: tuple[Expression, ...]


class Lambda(msgspec.Struct, frozen=True, array_like=True, tag=11, gc=False):
    """``lambda parameters: body``."""

    parameters: tuple[Parameter, ...]
    body: Expression


class Star(msgspec.Struct, frozen=True, array_like=True, tag=12, gc=False):
    """``*value`` in a call, display or target."""

    value: Expression


class Await(msgspec.Struct, frozen=True, array_like=True, tag=13, gc=False):
    """``await value``, ``yield value``, ``yield from value``."""

    kind: OneOf["await", "yield", "yield from"]
    value: Expression


class Walrus(msgspec.Struct, frozen=True, array_like=True, tag=14, gc=False):
    """``(name := value)``."""

    name: str
    value: Expression
    line: int


class Unknown(msgspec.Struct, frozen=True, array_like=True, tag=15, gc=False):
    """An expression that carries nothing the analysis uses; ``text`` is the source of one that is a constant."""

    text: str = ""


Expression = (
    Name
    | Attribute
    | Call
    | Subscript
    | Constant
    | Text
    | Items
    | Mapping
    | Choice
    | Operation
    | Comprehension
    | Lambda
    | Star
    | Await
    | Walrus
    | Unknown
)

StatementKind = OneOf[
    "assign",
    "augment",
    "annotate",
    "expression",
    "return",
    "raise",
    "jump",
    "for",
    "with",
    "test",
    "match",
    "catch",
    "delete",
    "define",
    "global",
    "nonlocal",
]
BlockKind = OneOf["body", "if", "else", "for", "while", "with", "try", "except", "finally", "case"]


class Statement(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One statement, or the head of a compound one, in its order.

    ``block`` is an index into the scope's blocks. ``targets`` are what an assignment, loop, ``with`` item or ``del``
    binds; the annotation of ``annotate`` is its second target. ``augment`` has its operator as the second target
    (a Constant). ``define`` marks the place of a nested definition: its value is the index of its head (a Constant),
    its targets are its decorators, defaults and bases. ``catch`` binds its target to an object of the class in its
    value: an ``except`` clause, which may have no target, or a ``case`` with a class; ``match`` has the names that its
    cases capture as targets. ``jump`` is ``break`` and ``continue``; ``global`` and ``nonlocal`` have the names as
    targets.
    """

    kind: StatementKind
    line: int
    block: int
    targets: tuple[Expression, ...]
    value: Expression


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A nested suite: its kind, its parent block (block 0 is the scope's own body), its line, its test or item."""

    kind: BlockKind
    parent: int
    line: int
    head: Expression


class Scope(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The statements of a module, class body or function body, flat and in order."""

    statements: tuple[Statement, ...]
    blocks: tuple[Block, ...]


class Parameter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A parameter; ``kind`` is as in ``inspect``: positional, keyword, ``*args``, ``**kwargs``."""

    name: str
    kind: OneOf["positional", "keyword", "args", "kwargs"]
    annotation: Expression
    default: Expression


class Head(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a definition says before its body.

    ``scope`` is the index of the enclosing scope (0: the module, n: the n-th head). ``keywords`` are those of a
    class statement. ``doc`` is the beginning of the docstring as it stands in the source.
    """

    name: str
    qualname: str
    kind: OneOf["class", "function", "method"]
    line: int
    end_line: int
    scope: int
    decorators: tuple[Expression, ...] = ()
    bases: tuple[Expression, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    returns: Expression = Unknown()
    is_async: bool = False
    doc: str = ""


class ImportFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One imported name, as written.

    ``import a.b as c`` has module ``a.b``, no name, alias ``c``; ``from .a import b`` has module ``a``, level 1,
    name ``b``; a star import has the name ``*``.
    """

    module: str
    level: int
    name: str
    alias: str
    line: int
    scope: int
    kind: OneOf["module", "type_checking", "string", "dynamic"]


class Change(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A function stores into, or calls a method that changes, something that it did not bind itself.

    ``scope`` is the index of the function's head; ``target`` a chain of names and subscripts, what is stored into or
    what the method is called on; ``how`` is the method's name, ``=`` for a store or deletion. What methods do to their
    first parameter is kept once for each of its attributes.
    """

    scope: int
    target: Expression
    how: str
    line: int


class FileFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All facts of one file.

    ``words`` maps each outermost definition's index, and 0 for the code outside all, to how often each word occurs in
    its names and texts, nested definitions included. ``scopes`` maps 0 (the module) and class heads to their bodies;
    the bodies of functions are kept encoded in ``bodies`` (MessagePack of ``dict[int, Scope]``), so that a program of
    many files can be linked while only one file's bodies are decoded at a time. ``changes`` are what functions change
    that is not their own.
    """

    lines: int
    imports: tuple[ImportFact, ...]
    heads: tuple[Head, ...]
    words: dict[int, dict[str, int]]
    scopes: dict[int, Scope]
    bodies: bytes
    changes: tuple[Change, ...] = ()
