"""Which words name a technique and no capability?"""

from __future__ import annotations

_NEVER = """
    abstract admin api app asgi backend base builder class cli cluster cmd common conf config controller core crud
    custom dao data dataloader decorator default dto dummy enum env error exception factory fake formset found function
    generic global handler helper inline interface invalid kernel loader loading main manager middleware misc mixin
    mock mutation opt param parser proxy queryset resolver rpc rpcapi select serializer server service setup shared
    singleton sorter src templatetag tmp unnamed url util validator var viewset web wrapper wsgi
    all and any are but can for from has into not off only out over the this too under with without
"""
NEVER = frozenset(_NEVER.split())
"""Words that are never a name: techniques, and words of grammar."""

_UNLESS_ENTITY = """
    action application attribute blueprint bulk check choice client code command constant context control
    converter definition driver event field file filter finder form generator hook info input item library line
    list metadata model module node object operation option output page panel plugin process query reader
    request response result route router schema session set setting signal state table tag task template test
    tool type update validation value version view widget writer
"""
UNLESS_ENTITY = frozenset(_UNLESS_ENTITY.split())
"""Words that are technical in most programs and the business of some: good names only where a table bears them."""
