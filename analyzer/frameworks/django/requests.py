"""Which functions and methods handle the requests that the URL configuration names?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.chains import keyword, last_name
from analyzer.model.syntax import Attribute, Call, Expression, Items, Mapping, Operation

_ROUTES = {"path", "re_path", "url"}
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
_HOOKS = (
    "form_valid",
    "form_invalid",
    "formset_valid",
    "list",
    "create",
    "retrieve",
    "update",
    "partial_update",
    "destroy",
    "perform_create",
    "perform_update",
    "perform_destroy",
    "get_redirect_url",
    "get_context_data",
    "get_queryset",
    "get_object",
)
"""Methods of views that the library calls from those of the request."""
_DEEPEST = 8  # decorators and aliases around a view
_EXEMPT = "non_atomic_requests"


def handlers(names: Names) -> Iterator[int]:
    """Yield the functions, and the methods of classes, that handle a request in its transaction, once each.

    The class itself comes last: it stands for what the library does with it.
    """
    seen: set[int] = set()
    for module in names.program.modules:
        for statement in module.facts.scopes[0].statements:
            for view in _views(statement.value):
                for found in _of_view(names, module.index, view):
                    if found not in seen:
                        seen.add(found)
                        yield found


def _views(value: Expression) -> Iterator[Expression]:
    """Yield the views in ``path(route, view)``, in a list or not, and in ``router.register(prefix, view)``."""
    match value:
        case Call(function=function, args=args) if last_name(function) in _ROUTES and len(args) > 1:
            yield args[1]
        case Call(function=function) if last_name(function) in _ROUTES and keyword(value, "view") is not None:
            yield keyword(value, "view") or value
        case Call(function=Attribute(name="register"), args=args) if len(args) > 1:
            yield args[1]
        case Call(args=parts) | Items(items=parts) | Operation(operands=parts) | Mapping(values=parts):
            for part in parts:
                yield from _views(part)
        case _:
            return


def _of_view(names: Names, module: int, view: Expression, depth: int = 0) -> Iterator[int]:
    """``function``, ``Class.as_view()``, ``Class``, or one of these in a decorator called at the place."""
    if depth > _DEEPEST:
        return
    if isinstance(view, Call):
        function = view.function
        if isinstance(function, Attribute) and function.name == "as_view":
            yield from _of_view(names, module, function.value, depth + 1)
        elif last_name(function) not in ("include", _EXEMPT):
            for arg in view.args:
                yield from _of_view(names, module, arg, depth + 1)
        return
    meaning = names.resolve(module, 0, view)
    if isinstance(meaning, Value):
        yield from _of_view(names, meaning.module, meaning.binding.value, depth + 1)
    elif isinstance(meaning, Function) and not _is_exempt(names, meaning.definition):
        yield meaning.definition
    elif isinstance(meaning, ClassOf) and not _is_exempt(names, meaning.definition):
        yield from _methods(names, meaning.definition)
        yield meaning.definition


def _methods(names: Names, cls: int) -> Iterator[int]:
    """The methods that handle requests; an exempt ``dispatch`` exempts all."""
    dispatch = names.member(cls, "dispatch")
    if dispatch is not None and isinstance(dispatch[1], DefinitionBinding):
        if _is_exempt(names, dispatch[1].definition):
            return
        yield dispatch[1].definition
    for name in dict.fromkeys((*METHODS, *_HOOKS, *_actions(names, cls))):
        found = names.member(cls, name)
        if found is not None and isinstance(found[1], DefinitionBinding):
            yield found[1].definition


def _actions(names: Names, cls: int) -> Iterator[str]:
    """Methods that a decorator makes routes of their own: ``@action``."""
    for one in names.mro(cls):
        definition = names.program.definitions[one]
        for name, binding in names.program.namespaces.get((definition.module, definition.scope), {}).items():
            if isinstance(binding, DefinitionBinding):
                head = names.program.definitions[binding.definition].head
                if any(_decorator_name(decorator) == "action" for decorator in head.decorators):
                    yield name


def _decorator_name(decorator: Expression) -> str:
    return last_name(decorator.function if isinstance(decorator, Call) else decorator)


def _is_exempt(names: Names, definition: int) -> bool:
    found = names.program.definitions[definition]
    for decorator in found.head.decorators:
        inner = [decorator, *(decorator.args if isinstance(decorator, Call) else ())]
        for one in inner:
            meaning = names.resolve(found.module, found.head.scope, one.function if isinstance(one, Call) else one)
            if isinstance(meaning, External) and meaning.name.endswith(f"transaction.{_EXEMPT}"):
                return True
    return False
