"""Which options hold? A flag beats the environment, which beats ``seamline.toml`` or ``[tool.seamline]``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.options import Options, Origin
from seamline.config.contradictions import check_contradictions
from seamline.config.shapes import check_shapes, service_range
from seamline.config.source import Source, read_source


def load_options(path: Path, config: Path | None, flags: Mapping[str, Any]) -> Options:
    """Return the options for an analysis of ``path``.

    ``config`` is the file given by the user, else the analysed folder's own ``seamline.toml`` or ``pyproject.toml`` is
    read. ``flags`` holds what was given on the command line or in the environment; None means not given; ``today`` is a
    date. Only where accepted findings have an end does the day of the run count. Raises BadInputError for a file or
    value that cannot be used.
    """
    source = read_source(path, config)
    check_shapes(source)
    values = {**source.settings, **{name: value for name, value in flags.items() if value is not None}}
    values |= _records(source.settings)
    values["today"] = f"{values.get('today') or dt.datetime.now(dt.UTC):%Y-%m-%d}"
    if "services" in values:
        values["services"] = service_range(values["services"])
    try:
        options = msgspec.convert(msgspec.to_builtins(values), Options)
    except msgspec.ValidationError as problem:
        raise BadInputError(f"{source.file}: {problem}") from problem
    origins = [one for one in _origins(source) if len(one.path) > 1 or flags.get(one.path[0]) is None]
    today = options.today if any(one.until for one in options.accepted) else ""
    options = msgspec.structs.replace(options, origins=tuple(sorted(origins)), today=today)
    check_contradictions(source.file, options)
    return options


def _records(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the tables of services, weights, findings and effort into sorted records; TOML's dates become texts."""
    services = settings.get("service", {})
    weights = settings.get("weights", {})
    effort = settings.get("effort", {})
    accepted = [{key: str(value) for key, value in one.items()} for one in settings.get("accepted", ())]
    return {
        "service": [{"name": name, **services[name]} for name in sorted(services)],
        "weights": [{"kind": kind, "weight": weights[kind]} for kind in sorted(weights)],
        "accepted": sorted(accepted, key=lambda one: one["finding"]),
        "remedies": sorted(_wishes(settings.get("remedies", {})), key=lambda one: one["finding"]),
        "effort": [{"name": name, "low": effort[name][0], "high": effort[name][1]} for name in sorted(effort)],
    }


def _wishes(remedies: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is said of the remedies of all findings, and of single ones."""
    general = {key: value for key, value in remedies.items() if not isinstance(value, dict)}
    if general:
        yield {"finding": "", **general}
    for key, value in remedies.items():
        if isinstance(value, dict):
            yield {"finding": key, **value}


def _origins(source: Source) -> Iterator[Origin]:
    """Say where the steering is written; a text that stands in a list twice has its first place."""
    settings = source.settings
    if "services" in settings:
        yield source.origin(("services",), ("services",))
    yield from _elements(source, ("shared_kernel",))
    for name, wishes in settings.get("service", {}).items():
        yield source.origin(("service", name), ("service", name))
        for key in wishes:
            if key != "team":
                yield from _elements(source, ("service", name, key))
    for kind in settings.get("weights", ()):
        yield source.origin(("weights", kind), ("weights", kind))
    for name in settings.get("effort", ()):
        yield source.origin(("effort", name), ("effort", name))
    for key, value in settings.get("remedies", {}).items():
        path = ("remedies", key) if isinstance(value, dict) else ("remedies",)
        yield source.origin(("remedies", key), ("remedies", key))
        for word in value if isinstance(value, dict) else (key,):
            yield from _elements(source, (*path, word))
    for place, one in enumerate(settings.get("accepted", ())):
        yield source.origin(("accepted", place), ("accepted", one["finding"]))


def _elements(source: Source, path: tuple[str, ...]) -> Iterator[Origin]:
    value: Any = source.settings
    for key in path:
        value = value.get(key, {})
    first = {text: place for place, text in reversed([*enumerate(value)])}
    for text, place in first.items():
        yield source.origin((*path, place), (*path, text))
