"""Entries of caches.

Understands: Django's ``cache`` and ``caches["x"]``; Flask-Caching, ``@cache.memoize`` and ``@cache.cached`` too; dogpile
regions, ``@region.cache_on_arguments`` too; aiocache, ``@cached(key=)`` too; memcached clients (python-memcached,
pymemcache, pylibmc), cachelib and diskcache. An entry is named by its key, or the family of its keys: ``price:*``; what
a decorator keeps is named by its key or namespace, else by the function. A cache of unknown type counts where it is
called ``cache`` and its key is a text.
Does not understand: pages that a middleware or ``cache_page`` keeps, fragments of templates, and caches that are
dictionaries: these are state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.call_texts import BOTH, READ, WRITE, argument, texts_of, uses
from analyzer.frameworks.library_calls import LibraryCalls, Use, does, watched_of
from analyzer.link.found import Found, FoundResource, ImplicitAccess
from analyzer.link.patterns import family, says_nothing
from analyzer.link.program import ProgramDefinition
from analyzer.link.protocol import TypedCall, Values
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
    | does(WRITE, "delete_multi multi_set multi_delete increment decrement pop expire aset aadd adelete aincr adelete_many")
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
        *("django.core.cache.", "flask_caching.", "dogpile.cache.", "aiocache.", "pymemcache.", "memcache.", "pylibmc."),
        *("bmemcached.", "cachelib.", "diskcache."),
    )
    uses = (
        Use(_CACHE, _DJANGO, _METHODS, 0, _KEYS, plain=_PLAIN),
        Use(_CACHE, _OTHERS, _METHODS, 0, _KEYS),
    )
    watched = watched_of(uses) | {"delete_memoized"}

    def meet(self, values: Values) -> None:
        """Keep the linker's side, for what decorators are."""
        self._values = values

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to cached entries."""
        yield from super().accesses(call)
        if last_name(call.call.function) == "delete_memoized":
            for value in call.args[:1]:
                if isinstance(value, Function):
                    name = self.names.program.definitions[value.definition].name
                    yield FoundResource(_CACHE, name, ResourceOperation.WRITE)

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
        if method not in _DECORATORS:
            return ""
        kind = self._values.value_at(definition.module, definition.head.scope, function)
        is_cache = isinstance(kind, External) and kind.name.startswith(_OF_CACHES)
        if not is_cache and not (
            kind is None and isinstance(function, Attribute) and last_name(function.value) in _PLAIN
        ):
            return ""
        key = self._key(definition, decorator, _DECORATORS[method])
        return key or definition.name

    def _key(self, definition: ProgramDefinition, decorator: Expression, name: str) -> str:
        written = keyword(decorator, name) or keyword(decorator, "key") if isinstance(decorator, Call) else None
        if written is None:
            return ""
        value: Type | None = self._values.value_at(definition.module, definition.head.scope, written)
        texts = [text for text in texts_of(value) if not says_nothing(text)]
        return family(texts[0]).replace("%s", "*") if texts else ""
