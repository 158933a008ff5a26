"""How is an expression of Python's syntax tree written down as a neutral record?

One recursive pass with a table from node class to handler: this runs for every expression of the analysed code, so
the handlers are short and avoid intermediate lists where they can.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from analyzer.extract import changed, heard
from analyzer.extract.operators import OPERATORS
from analyzer.model.bound import names_in
from analyzer.model.chains import last_name
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Choice,
    Comprehension,
    Constant,
    Expression,
    Items,
    Keyword,
    Lambda,
    Mapping,
    Name,
    Operation,
    Parameter,
    Star,
    Subscript,
    Text,
    Unknown,
    Walrus,
)

UNKNOWN = Unknown()
_hear = heard.names.append
_LARGEST_INT = 2**63 - 1
_LOADS = {"import_module", "__import__"}
_NAMES_NO_MODULE = {"getLogger", "get_logger", "getChild", *_LOADS}
_LONGEST_BYTES = 60
_DOTS = Unknown("...")
_LONGEST_DISPLAY = 2000  # a longer literal list or dict is generated data: its first items say what it holds


def lower(node: ast.expr | None) -> Expression:
    """Return the record of an expression; ``None`` and what carries nothing become ``Unknown``."""
    if node is None:
        return UNKNOWN
    handler = _HANDLERS.get(node.__class__)
    return UNKNOWN if handler is None else handler(node)


def lower_annotation(node: ast.expr | None) -> Expression:
    """Return the record of an annotation; one written as a string is read as the expression it holds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            inner = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return UNKNOWN
        return lower(ast.increment_lineno(inner, node.lineno - 1))
    if isinstance(node, ast.Subscript):  # list["Order"]
        return _generic(node)
    if isinstance(node, ast.Tuple):
        return Items("tuple", tuple([lower_annotation(item) for item in node.elts]))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return Operation("|", (lower_annotation(node.left), lower_annotation(node.right)))
    return lower(node)


def _generic(node: ast.Subscript) -> Expression:
    """The texts of ``Literal["cash"]`` and the second of ``Annotated[Order, "paid"]`` are no types."""
    outer = lower(node.value)
    named = last_name(outer)
    if named == "Literal":
        return Subscript(outer, lower(node.slice))
    if named == "Annotated" and isinstance(node.slice, ast.Tuple) and node.slice.elts:
        first, *others = node.slice.elts
        return Subscript(outer, Items("tuple", (lower_annotation(first), *lower_all(others))))
    return Subscript(outer, lower_annotation(node.slice))


def lower_all(nodes: list[ast.expr]) -> tuple[Expression, ...]:
    """Return the records of several expressions, in order."""
    return tuple([lower(node) for node in nodes])


def lower_keywords(nodes: list[ast.keyword]) -> tuple[Keyword, ...]:
    """Return the keyword arguments of a call or class statement; ``**x`` has an empty name."""
    return tuple([Keyword(node.arg or "", lower(node.value)) for node in nodes])


def lower_parameters(arguments: ast.arguments) -> tuple[Parameter, ...]:
    """Return the parameters of a function or lambda, in their order."""
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    found = [
        Parameter(
            argument.arg,
            "positional",
            lower_annotation(argument.annotation),
            lower(arguments.defaults[place - missing]) if place >= missing else UNKNOWN,
        )
        for place, argument in enumerate(positional)
    ]
    if arguments.vararg is not None:
        found.append(Parameter(arguments.vararg.arg, "args", lower_annotation(arguments.vararg.annotation), UNKNOWN))
    found += [
        Parameter(argument.arg, "keyword", lower_annotation(argument.annotation), lower(default))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    if arguments.kwarg is not None:
        found.append(Parameter(arguments.kwarg.arg, "kwargs", lower_annotation(arguments.kwarg.annotation), UNKNOWN))
    return tuple(found)


def _name(node: ast.Name) -> Expression:
    _hear(node.id)
    return Name(node.id, node.lineno)


def _attribute(node: ast.Attribute) -> Expression:
    _hear(node.attr)
    return Attribute(lower(node.value), node.attr)


def _call(node: ast.Call) -> Expression:
    keywords = lower_keywords(node.keywords) if node.keywords else ()
    function = lower(node.func)
    known = len(heard.dotted)
    args = lower_all(node.args)
    call = Call(function, args, keywords, node.func.end_lineno or node.lineno)
    called = last_name(function)
    if called in _LOADS:
        heard.loading(call)
    if called in _NAMES_NO_MODULE:
        del heard.dotted[known:]
    elif called in changed.CHANGING:
        changed.call(call, called)
    return call


def _subscript(node: ast.Subscript) -> Expression:
    return Subscript(lower(node.value), lower(node.slice))


def _constant(node: ast.Constant) -> Expression:
    value = node.value
    if isinstance(value, str):
        if heard.has_surrogate(value):
            return Unknown("…")
        heard.text(value, node.lineno)
        return Constant(value, node.lineno)
    if isinstance(value, int) and abs(value) > _LARGEST_INT:
        return Unknown("…")
    if value is None or isinstance(value, (int, float)):
        return Constant(value, node.lineno)
    return _DOTS if value is ... else Unknown(repr(value)) if len(str(value)) < _LONGEST_BYTES else Unknown("…")


def _text(node: ast.JoinedStr) -> Expression:
    return Text(lower_all(node.values), node.lineno)


def _formatted(node: ast.FormattedValue) -> Expression:
    return lower(node.value)


def _display(node: ast.List | ast.Tuple | ast.Set) -> Expression:
    kind = node.__class__.__name__.lower()
    return Items(kind, lower_all(node.elts[:_LONGEST_DISPLAY]))  # type: ignore[arg-type]  # one of the three names


def _slice(node: ast.Slice) -> Expression:
    return Operation(":", (lower(node.lower), lower(node.upper), lower(node.step)))


def _dict(node: ast.Dict) -> Expression:
    known = len(heard.dotted)
    keys = tuple([lower(key) for key in node.keys[:_LONGEST_DISPLAY]])
    del heard.dotted[known:]  # a key names, and loads nothing
    return Mapping(keys, lower_all(node.values[:_LONGEST_DISPLAY]))


def _boolean(node: ast.BoolOp) -> Expression:
    return Choice("and" if isinstance(node.op, ast.And) else "or", lower_all(node.values))


def _conditional(node: ast.IfExp) -> Expression:
    return Choice("if", (lower(node.body), lower(node.orelse)), (lower(node.test),))


def _binary(node: ast.BinOp) -> Expression:
    """A chain such as ``a + b + c + …`` nests to the left, thousands deep in generated code: walked, not recursed."""
    operator = node.op.__class__
    operands: list[Expression] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and left.op.__class__ is operator:
        operands.append(lower(left.right))
        left = left.left
    operands.append(lower(left))
    operands.reverse()
    return Operation(OPERATORS[operator], tuple(operands))


def _unary(node: ast.UnaryOp) -> Expression:
    return Operation(OPERATORS[node.op.__class__], (lower(node.operand),))


def _compare(node: ast.Compare) -> Expression:
    return Operation(OPERATORS[node.ops[0].__class__], (lower(node.left), *lower_all(node.comparators)))


def _comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Expression:
    first = lower(node.generators[0].iter)  # read where the comprehension stands, before it binds a name
    before = len(changed.found)
    elements = (lower(node.key), lower(node.value)) if isinstance(node, ast.DictComp) else (lower(node.elt),)
    targets = tuple([lower(clause.target) for clause in node.generators])
    made = Comprehension(
        _COMPREHENSIONS[node.__class__],  # type: ignore[arg-type]  # one of the four names
        elements,
        targets,
        (first, *[lower(clause.iter) for clause in node.generators[1:]]),
        tuple([lower(test) for clause in node.generators for test in clause.ifs]),
    )
    if len(changed.found) > before:
        changed.hide(before, {name for target in targets for name in names_in(target)})
    return made


_COMPREHENSIONS: dict[type[ast.AST], str] = {
    ast.ListComp: "list",
    ast.SetComp: "set",
    ast.DictComp: "dict",
    ast.GeneratorExp: "generator",
}


def _lambda(node: ast.Lambda) -> Expression:
    parameters = lower_parameters(node.args)
    before = len(changed.found)
    body = lower(node.body)
    if len(changed.found) > before:
        changed.hide(before, {parameter.name for parameter in parameters})
    return Lambda(parameters, body)


def _starred(node: ast.Starred) -> Expression:
    return Star(lower(node.value))


def _await(node: ast.Await) -> Expression:
    return Await("await", lower(node.value))


def _yield(node: ast.Yield) -> Expression:
    return Await("yield", lower(node.value))


def _yield_from(node: ast.YieldFrom) -> Expression:
    return Await("yield from", lower(node.value))


def _walrus(node: ast.NamedExpr) -> Expression:
    changed.walrus.append(node.target.id)
    return Walrus(node.target.id, lower(node.value), node.lineno)


_HANDLERS: dict[type[ast.AST], Callable[..., Expression]] = {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.Constant: _constant,
    ast.JoinedStr: _text,
    ast.FormattedValue: _formatted,
    ast.List: _display,
    ast.Tuple: _display,
    ast.Set: _display,
    ast.Slice: _slice,
    ast.Dict: _dict,
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.Lambda: _lambda,
    ast.Starred: _starred,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.NamedExpr: _walrus,
}
