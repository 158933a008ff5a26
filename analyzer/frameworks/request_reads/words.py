"""What does a framework call the request, its parts, and the methods that read it?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from analyzer.model.interfaces import Place


class RequestWords(msgspec.Struct, frozen=True):
    """The names of one framework.

    ``objects`` are the dotted names of requests that modules import; ``classes`` the last names of classes of requests,
    in annotations; ``first`` says that handlers get the request as their first parameter (after ``self``), and
    ``holders`` are the attributes of ``self`` that hold it. ``sources`` are attributes and methods of the request that
    hold inputs by their names, and the places where these stand, the likeliest first; ``wholes`` those that give the
    body as text or bytes; ``bodies`` those that give it read, as data. ``readers`` are methods of the request, or of
    ``self`` where the class is the library's, that give one input by its name: ``get_argument("x")``. ``many`` are
    those of them that give a list. ``headers`` are attributes that stand for one header, and its name. ``verbs`` are
    attributes that hold the method of the request. ``dotted`` says that inputs are also read as attributes of their
    source.
    """

    objects: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    first: bool = False
    holders: frozenset[str] = frozenset()
    sources: Mapping[str, tuple[Place, ...]] = {}
    wholes: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    readers: Mapping[str, tuple[Place, ...]] = {}
    many: frozenset[str] = frozenset()
    headers: Mapping[str, str] = {}
    verbs: frozenset[str] = frozenset({"method"})
    dotted: bool = False
