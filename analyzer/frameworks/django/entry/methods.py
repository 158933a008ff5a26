"""Which HTTP methods does a view take, by its decorators, its body, or the library's class that it derives from?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.names import Names
from analyzer.link.types import External
from analyzer.model.chains import last_name
from analyzer.model.syntax import (
    Attribute,
    Call,
    Choice,
    Constant,
    Expression,
    Items,
    Name,
    Operation,
    Scope,
    Statement,
    Subscript,
)

HANDLERS = ("get", "post", "put", "patch", "delete")
"""Django answers HEAD and OPTIONS by itself."""
_DECORATORS = {"require_POST": ("POST",), "require_GET": ("GET",), "require_safe": ("GET",)}
_LISTED = ("require_http_methods", "api_view")
_REFUSALS = ("HttpResponseNotAllowed", "HttpResponseBadRequest", "HttpResponseForbidden", "Http404")
_GET, _BOTH = ("GET",), ("GET", "POST")
_OF_CLASSES = {"LogoutView": ("POST",), "DeletionMixin": ("DELETE",), "BaseDeleteView": _BOTH, "Feed": _GET}
_NONE = ("View", "APIView", "GenericAPIView", "GenericView", "ContextMixin", "ProtectedView")
_POSTED = ("Form", "Create", "Update", "Delete", "Edit", "Login", "Signup", "Wizard", "PasswordChange", "PasswordReset")
_ANSWERED = ("Done", "Complete", "List", "Detail", "Template", "Redirect")
_API = (
    ("List", _GET),
    ("Retrieve", _GET),
    ("Create", ("POST",)),
    ("Update", ("PUT", "PATCH")),
    ("Destroy", ("DELETE",)),
)
_DEEPEST = 30  # expressions in expressions
_DEEPEST_DECORATORS = 3  # ``method_decorator(require_POST)``


def of_library(base: str) -> tuple[str, ...]:
    """Return the methods that a class outside has handlers for, by the words in its name; none of a mixin."""
    last = base.removesuffix("()").rpartition(".")[2]
    if last in _OF_CLASSES:
        return _OF_CLASSES[last]
    if last in _NONE or not last.endswith("View"):
        return ()
    if last.endswith("APIView"):
        return tuple(method for word, methods in _API if word in last for method in methods)
    if last.endswith(tuple(f"{word}View" for word in _ANSWERED)):
        return _GET
    return _BOTH if any(word in last for word in _POSTED) else _GET


def of_decorator(names: Names, module: int, scope: int, decorator: Expression, depth: int = 0) -> tuple[str, ...]:
    """Return the methods that a decorator lets through; empty where it says nothing of them."""
    function = decorator.function if isinstance(decorator, Call) else decorator
    meaning = names.resolve(module, scope, function)
    name = meaning.name.rpartition(".")[2] if isinstance(meaning, External) else last_name(function)
    if name in _DECORATORS:
        return _DECORATORS[name]
    if not isinstance(decorator, Call):
        return _GET if name == "api_view" else ()
    if name in _LISTED:
        given = (*decorator.args, *(one.value for one in decorator.keywords if one.name != "name"))
        return tuple(_texts(given[0])) if given else _GET
    for arg in decorator.args if name == "method_decorator" and depth < _DEEPEST_DECORATORS else ():
        found = of_decorator(names, module, scope, arg, depth + 1)
        if found:
            return found
    return ()


def of_function(names: Names, definition: int) -> tuple[str, ...]:
    """Return the methods of a view that is a function: its decorators', or those that its body asks for."""
    found = names.program.definitions[definition]
    for decorator in found.head.decorators:
        methods = of_decorator(names, found.module, found.head.scope, decorator)
        if methods:
            return methods
    return of_body(names.program.scopes(found.module).get(found.scope, Scope((), ())))


def of_body(scope: Scope) -> tuple[str, ...]:
    """Return the methods that a body tests ``request.method`` for, and GET where it does not refuse all others."""
    tested: dict[str, None] = {}
    only: dict[str, None] = {}
    for number, block in enumerate(scope.blocks):
        for test, is_equal in _tests(block.head, 0):
            tested.update(dict.fromkeys(test))
            if not is_equal and block.kind == "if" and _refuses(scope, number):
                only.update(dict.fromkeys(test))
    for statement in scope.statements:
        for test, _ in _tests(statement.value, 0):
            tested.update(dict.fromkeys(test))
    if only:
        return tuple(only)
    if tested and _ends_refusing(scope):
        return tuple(tested)
    return tuple(dict.fromkeys(("GET", *tested)))


def _refuses(scope: Scope, block: int) -> bool:
    """Whether a branch raises, or answers that the method is not allowed."""
    inside = [one for one in scope.statements if one.block == block]
    return bool(inside) and (inside[-1].kind == "raise" or _is_refusal(inside[-1]))


def _ends_refusing(scope: Scope) -> bool:
    outermost = [one for one in scope.statements if one.block == 0]
    if outermost and _is_refusal(outermost[-1]):
        return True
    for number, block in enumerate(scope.blocks):
        if block.kind == "else" and any(True for _ in _tests(block.head, 0)) and _refuses(scope, number):
            return True
    return False


def _is_refusal(statement: Statement) -> bool:
    """``return HttpResponseNotAllowed(…)``, ``return JsonResponse(…, status=405)``."""
    value = statement.value
    if statement.kind not in ("return", "raise") or not isinstance(value, Call):
        return False
    status = next((one.value for one in value.keywords if one.name == "status"), None)
    says_so = isinstance(status, Constant) and status.value == 405  # noqa: PLR2004  # Method Not Allowed
    return says_so or last_name(value.function) in _REFUSALS


def _tests(expression: Expression, depth: int) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield (methods, whether they are wanted) of each comparison of ``x.method`` with texts; ``x.POST`` wants POST."""
    if depth > _DEEPEST:
        return
    match expression:
        case Operation(operator="==" | "in" | "!=" | "not in" as operator, operands=(left, right)):
            texts = tuple(text for text in _texts(right) if text.lower() in HANDLERS)
            if isinstance(left, Attribute) and left.name == "method" and texts:
                yield texts, operator in ("==", "in")
                return
            yield from _inside((left, right), depth)
        case Attribute(value=Name(), name="POST" | "FILES"):
            yield ("POST",), True
        case Attribute(value=value) | Subscript(value=value):
            yield from _tests(value, depth + 1)
        case Choice(options=parts, tests=tests):
            yield from _inside((*parts, *tests), depth)
        case Call(function=function, args=args, keywords=keywords):
            yield from _inside((function, *args, *(one.value for one in keywords)), depth)
        case Operation(operator="not", operands=(inner,)):
            yield from ((methods, not is_equal) for methods, is_equal in _tests(inner, depth + 1))
        case Operation(operands=parts) | Items(items=parts):
            yield from _inside(parts, depth)
        case _:
            return


def _inside(parts: tuple[Expression, ...], depth: int) -> Iterator[tuple[tuple[str, ...], bool]]:
    for part in parts:
        yield from _tests(part, depth + 1)


def _texts(expression: Expression) -> Iterator[str]:
    match expression:
        case Constant(value=str() as text):
            yield text.upper()
        case Items(items=items):
            for item in items:
                if isinstance(item, Constant) and isinstance(item.value, str):
                    yield item.value.upper()
        case _:
            return
