"""Entries of caches.

Understands: Django's ``cache`` and ``caches["x"]``; Flask-Caching, ``@cache.memoize`` and ``@cache.cached`` too;
dogpile regions, ``@region.cache_on_arguments`` too; aiocache, ``@cached(key=)`` too; memcached clients
(python-memcached, pymemcache, pylibmc), cachelib and diskcache. An entry is named by its key, or the family of its
keys: ``price:*``. What a decorator keeps is named by its key or namespace, else by the function; a decorator of the
project that calls such a decorator counts as well. A cache of unknown type counts where it is called ``cache`` and
its key is a text.
Does not understand: pages that a middleware or ``cache_page`` keeps, fragments of templates, and caches that are
dictionaries: these are state.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.call_texts import BOTH, READ, WRITE, texts_of
from analyzer.frameworks.library_calls import LibraryCalls, Use, does, watched_of
from analyzer.link.found import Found, FoundResource, ImplicitAccess
from analyzer.link.names import Names
from analyzer.link.patterns import family, says_nothing
from analyzer.link.program import ProgramDefinition
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.schema import Schema
from analyzer.link.types import External, Function, Type
from analyzer.model.chains import keyword, last_name
from analyzer.model.resources import ResourceKind, ResourceOperation
from analyzer.model.syntax import Attribute, Call, Expression

NAME = "caches"
_CACHE = ResourceKind.CACHE
_KEYS = ("key", "keys", "name", "pattern")
_DJANGO = r"django\.core\.cache\.(cache|caches\[\]|get_cache\(\)|backends\.[\w.]+)(\(\))?"
_OTHERS = (
    r"(flask_caching\.[\w.]*Cache|cachelib\.[\w.]+|aiocache\.[\w.]*(Cache|SimpleMemoryCache|RedisCache|MemcachedCache)"
    r"|aiocache\.caches\.get|diskcache\.(Cache|FanoutCache)|pymemcache\.[\w.]*Client|memcache\.Client|pylibmc\.Client"
    r"|bmemcached\.Client|dogpile\.cache\.[\w.]*(make_region|CacheRegion)(\(\)\.configure(_from_config)?)?)(\(\))?(\.cache)?"
)
_METHODS = (
    does(READ, "get get_many has has_key exists gets get_multi keys iter_keys ttl get_dict aget aget_many ahas_key")
    | does(WRITE, "set add delete delete_many incr decr touch delete_pattern replace append prepend cas set_multi")
    | does(
        WRITE, "delete_multi multi_set multi_delete increment decrement pop expire aset aadd adelete aincr adelete_many"
    )
    | does(BOTH, "get_or_set get_or_create aget_or_set pull")
)
_DECORATORS = {"memoize": "", "cached": "key_prefix", "cache_on_arguments": "namespace", "cache_multi_on_arguments": ""}
_OF_CACHES = ("flask_caching.", "dogpile.cache.", "aiocache.", "diskcache.")
_PLAIN = frozenset({"cache", "_cache", "cache_manager", "mc", "cache_region", "region"})


class Caches(LibraryCalls):
    """The plug-in."""

    name = NAME
    packages = (
        *("django.core.cache", "flask_caching", "dogpile.cache", "aiocache", "pymemcache", "memcache", "pylibmc"),
        *("bmemcached", "cachelib", "diskcache"),
    )
    outside = (
        *(
            "django.core.cache.",
            "flask_caching.",
            "dogpile.cache.",
            "aiocache.",
            "pymemcache.",
            "memcache.",
            "pylibmc.",
        ),
        *("bmemcached.", "cachelib.", "diskcache."),
    )
    uses = (
        Use(_CACHE, _DJANGO, _METHODS, 0, _KEYS, plain=_PLAIN),
        Use(_CACHE, _OTHERS, _METHODS, 0, _KEYS),
    )
    watched = watched_of(uses) | {"delete_memoized", *_DECORATORS}

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._wrapping: dict[int, None] = {}
        self._wrappers: set[str] = set()

    def meet(self, values: Values) -> None:
        """Keep the linker's side, for what decorators are."""
        self._values = values

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to cached entries; functions that wrap others in a cache are remembered."""
        yield from super().accesses(call)
        method, definitions = last_name(call.call.function), self.names.program.definitions
        if method == "delete_memoized":
            for written in call.call.args[:1]:
                scope = definitions[call.definition].scope if call.definition >= 0 else 0
                value = self.names.resolve(call.module, scope, written)
                if isinstance(value, Function):
                    yield FoundResource(_CACHE, definitions[value.definition].name, ResourceOperation.WRITE)
        elif method in _DECORATORS and call.definition >= 0 and self._is_of_cache(call.callee, call.call.function):
            found = definitions[call.definition]
            self._wrapping[call.definition] = self._wrapping[found.outermost] = None
            self._wrappers.update((found.head.name, definitions[found.outermost].head.name))

    def implicit(self) -> Iterable[ImplicitAccess]:
        """Return what decorators keep of what functions return."""
        for definition in self.names.program.definitions:
            for decorator in definition.head.decorators:
                name = self._kept(definition, decorator)
                if name:
                    for operation in BOTH:
                        yield ImplicitAccess(definition.id, FoundResource(_CACHE, name, operation))

    def _kept(self, definition: ProgramDefinition, decorator: Expression) -> str:
        """Return the name of what a decorator keeps; empty for a decorator of another kind."""
        function = decorator.function if isinstance(decorator, Call) else decorator
        method = last_name(function)
        if method not in _DECORATORS and method not in self._wrappers:
            return ""
        kind = self._values.value_at(definition.module, definition.head.scope, function)
        ours = self.names.resolve(definition.module, definition.head.scope, function) if kind is None else kind
        if isinstance(ours, Function):
            return definition.name if ours.definition in self._wrapping else ""
        if method not in _DECORATORS or not self._is_of_cache(kind, function):
            return ""
        return self._key(definition, decorator, _DECORATORS[method]) or definition.name

    def _is_of_cache(self, kind: Type | None, function: Expression) -> bool:
        if kind is None:
            return isinstance(function, Attribute) and last_name(function.value) in _PLAIN
        return isinstance(kind, External) and kind.name.startswith(_OF_CACHES)

    def _key(self, definition: ProgramDefinition, decorator: Expression, name: str) -> str:
        written = keyword(decorator, name) or keyword(decorator, "key") if isinstance(decorator, Call) else None
        if written is None:
            return ""
        value: Type | None = self._values.value_at(definition.module, definition.head.scope, written)
        texts = [text for text in texts_of(value) if not says_nothing(text)]
        return family(texts[0]).replace("%s", "*") if texts else ""
