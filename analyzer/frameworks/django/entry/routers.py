"""Which viewsets are registered with which router of Django REST framework?

Routers that nest in others, of ``drf-nested-routers`` and ``drf-extensions``, hang on a prefix of another.
"""

from __future__ import annotations

from collections.abc import Callable

from analyzer.frameworks.django.entry.reading import Reading
from analyzer.frameworks.django.entry.routes import Frame, Local, Registration, Router
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, text_of
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Name

_OTHERS = ("URLRouter", "ProtocolTypeRouter", "ChannelNameRouter", "APIRouter")
_DEEPEST = 12  # ``register(…).register(…)``
_MOST = 5000  # viewsets of one router


class Routers:
    """Finds routers by the expressions that name or make them."""

    def __init__(self, reading: Reading, bound: Callable[[Expression, Frame], Local | None]) -> None:
        """``bound`` returns what a name holds that a frame or module has bound."""
        self._reading = reading
        self._bound = bound

    def of(self, expression: Expression, frame: Frame, depth: int = 0) -> Router | None:
        """Return the router that an expression makes or names; ``router.register(…)`` is one to nest others in."""
        if isinstance(expression, (Name, Attribute)):
            held = self._bound(expression, frame)
            return held.router if held is not None else None
        if not isinstance(expression, Call) or depth > _DEEPEST:
            return None
        if isinstance(expression.function, Attribute) and expression.function.name == "register":
            router = self.of(expression.function.value, frame, depth + 1)
            return None if router is None else self._register(router, expression, frame)
        cls = self._class(expression.function, frame)
        if cls is None:
            return None
        made = self._made(expression, frame)
        made.cls = cls
        return made

    def extend(self, router: Expression, call: Call, frame: Frame) -> None:
        """``router.registry.extend(other.registry)``."""
        held = self.of(router, frame)
        for arg in call.args:
            other = self.of(arg.value, frame) if isinstance(arg, Attribute) and arg.name == "registry" else None
            if held is not None and other is not None and held is not other:
                held.registered += other.registered[:_MOST]

    def _class(self, function: Expression, frame: Frame) -> int | None:
        """The class of a router, -1 for one of a library; None where it is no such class."""
        match self._reading.meaning(function, frame):
            case ClassOf(definition=cls):
                outside = self._reading.names.external_bases(cls)
                return cls if any(one.endswith("Router") and not one.endswith(_OTHERS) for one in outside) else None
            case External(name=full):
                return -1 if full.endswith("Router") and not full.endswith(_OTHERS) else None
            case _:
                return None

    def _made(self, call: Call, frame: Frame) -> Router:
        given = keyword(call, "trailing_slash")
        ending = "" if isinstance(given, Constant) and not given.value else "/"
        parent = self.of(call.args[0], frame) if call.args else None
        if parent is None:
            return Router(ending)
        prefix = call.args[1] if len(call.args) > 1 else keyword(call, "parent_prefix")
        lookup = call.args[2] if len(call.args) > 2 else keyword(call, "lookup")  # noqa: PLR2004  # the third one
        hangs = self._reading.text(prefix, frame) if prefix is not None else ""
        return Router(ending, parent, hangs, text_of(lookup) or "nested_1")

    def _register(self, router: Router, call: Call, frame: Frame) -> Router | None:
        prefix = call.args[0] if call.args else keyword(call, "prefix")
        viewset = call.args[1] if len(call.args) > 1 else keyword(call, "viewset")
        if prefix is None or viewset is None or len((router.root or router).registered) >= _MOST:
            return None
        text = self._reading.text(prefix, frame)
        if router.root is not None:
            lookups = keyword(call, "parents_query_lookups")
            last = lookups.items[-1] if isinstance(lookups, Items) and lookups.items else prefix
            text = f"{router.prefix}/<parent_lookup_{self._reading.text(last, frame)}>/{text}"
        root = router.root or router
        root.registered.append(Registration(text, viewset, frame, call.line))
        return Router(root.ending, prefix=text, root=root)
