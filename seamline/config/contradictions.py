"""Does what the user said about the services contradict itself, whatever the program?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.errors import BadInputError
from analyzer.model.options import Options, RemedyWish, SteeredService
from analyzer.model.services import KERNEL

_Path = tuple[str, ...]
_Claim = tuple[str, str, str, _Path]  # what is claimed (pattern or table), as written, for whom, where


def check_contradictions(source: str, options: Options) -> None:
    """Raise BadInputError, with both places, where two settings cannot both hold.

    ``source`` stands for places that are not known. What shows only on the program, as two patterns that fit the same
    definition, is found when the steering is read against it.
    """
    _check_names(source, options)
    owners: dict[tuple[str, str], _Claim] = {}
    for claim in _claims(options):
        what, text, name, path = claim
        _, first, other, at = owners.setdefault((what, _same(what, text)), claim)
        if other != name:
            where = options.written(at, path) or f"{source}: "
            as_well = "" if first == text else f", which holds the same as {first!r},"
            raise BadInputError(
                f"{where}{what} {text!r}{as_well} is given to {other} and to {name}; strike one of the two"
            )
    for service in options.service:
        _check_never(source, options, service)
    for wish in options.remedies:
        _check_remedies(source, options, wish)


def _check_names(source: str, options: Options) -> None:
    seen: dict[str, str] = {}
    for service in options.service:
        path = ("service", service.name)
        plain = " ".join(service.name.lower().split())
        if plain in ("", KERNEL):
            where = options.written(path) or f"{source}: "
            hint = "code that several services need stands in shared_kernel"
            raise BadInputError(f"{where}no service may be called {service.name!r}; {hint}")
        other = seen.setdefault(plain, service.name)
        if other != service.name:
            where = options.written(("service", other), path) or f"{source}: "
            raise BadInputError(
                f"{where}the services {other!r} and {service.name!r} differ in case or blanks alone; "
                "write them alike or rename one"
            )


def _claims(options: Options) -> Iterator[_Claim]:
    """What is given to a service or to the kernel. A pattern that one service both pins and seeds is a pin."""
    yield from (("pattern", text, KERNEL, ("shared_kernel", text)) for text in options.shared_kernel)
    for service in options.service:
        path = ("service", service.name)
        yield from (("pattern", text, service.name, (*path, "pin", text)) for text in service.pin)
        yield from (("pattern", text, service.name, (*path, "seed", text)) for text in service.seed)
        yield from (("table", name, service.name, (*path, "tables", name)) for name in service.tables)


def _check_never(source: str, options: Options, service: SteeredService) -> None:
    """A service can neither shun itself, nor the kernel, nor what it claims."""
    path = ("service", service.name)
    services = {one.name for one in options.service}
    own = {_same("pattern", text): (key, text) for key in ("seed", "pin") for text in getattr(service, key)}
    for other in service.never_with:
        at = (*path, "never_with", other)
        if other == service.name:
            where = options.written(path, at) or f"{source}: "
            raise BadInputError(f"{where}service {service.name} is kept from itself; strike it from never_with")
        if " ".join(other.lower().split()) == KERNEL:
            where = options.written(at) or f"{source}: "
            raise BadInputError(f"{where}never_with of service {service.name}: the shared kernel is no service")
        if other not in services and (claim := own.get(_same("pattern", other))):
            where = options.written((*path, *claim), at) or f"{source}: "
            raise BadInputError(
                f"{where}{other!r} is in {claim[0]} and in never_with of service {service.name}; strike one of the two"
            )


def _check_remedies(source: str, options: Options, wish: RemedyWish) -> None:
    """What is forbidden cannot be preferred by the same table."""
    for remedy in wish.prefer:
        if remedy in wish.forbid:
            path = ("remedies", wish.finding) if wish.finding else ("remedies",)
            where = options.written((*path, "forbid", remedy), (*path, "prefer", remedy)) or f"{source}: "
            about = f" of {wish.finding}" if wish.finding else ""
            raise BadInputError(
                f"{where}the remedy {remedy.value!r}{about} is in forbid and in prefer; strike one of the two"
            )


def _same(what: str, text: str) -> str:
    """Patterns that hold the same, but for a definition that bears the very name, are one claim."""
    return text if what == "table" else re.sub(r"\.\*$", "", re.sub(r"\*+", "*", text))
