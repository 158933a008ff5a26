"""Which options hold? A flag beats the environment, which beats ``seamline.toml`` or ``[tool.seamline]``."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.options import Options, ServiceRange, SteeredService
from analyzer.model.services import KERNEL

_RANGE = re.compile(r"^\s*(\d+)\s*(?:\.\.\s*(\d+)\s*)?$")


def load_options(path: Path, config: Path | None, flags: Mapping[str, Any]) -> Options:
    """Return the options for an analysis of ``path``.

    ``config`` is the file given by the user, else the analysed folder's own ``seamline.toml`` or ``pyproject.toml`` is
    read. ``flags`` holds what was given on the command line or in the environment; None means not given. Raises
    BadInputError for a file or value that cannot be used.
    """
    source, values = _from_file(path, config)
    merged = {**values, **{name: value for name, value in flags.items() if value is not None}}
    if "services" in merged:
        merged["services"] = service_range(merged["services"])
    if "service" in merged:
        merged["service"] = _steered(source, merged["service"])
    try:
        options = msgspec.convert(msgspec.to_builtins(merged), Options)
    except msgspec.ValidationError as problem:
        raise BadInputError(f"{source}: {problem}") from problem
    _check_steering(source, options)
    return options


def service_range(value: str | int) -> ServiceRange:
    """Return the range that ``8`` or ``"4..12"`` states; raises BadInputError for anything else."""
    match = _RANGE.match(str(value))
    if match is None:
        raise BadInputError(f"services must be a number or a range such as 4..12, not {value!r}")
    least = int(match[1])
    most = int(match[2] or match[1])
    if least < 1 or most < least:
        raise BadInputError(f"services {value}: the range must begin at 1 or more and not end before it begins")
    return ServiceRange(least, most)


def _from_file(path: Path, config: Path | None) -> tuple[str, dict[str, Any]]:
    folder = path if path.is_dir() else path.parent
    if config is not None:
        return str(config), _checked(config, _section(config, _parsed(config)))
    for name in ("seamline.toml", "pyproject.toml"):
        candidate = folder / name
        if candidate.is_file():
            section = _section(candidate, _parsed(candidate))
            if section or name == "seamline.toml":
                return str(candidate), _checked(candidate, section)
    return "options", {}


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise BadInputError(f"cannot read the configuration {file}: {problem.strerror or problem}") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadInputError(f"the configuration {file} is not valid TOML: {problem}") from problem


def _section(file: Path, document: dict[str, Any]) -> dict[str, Any]:
    """``[tool.seamline]`` in either file; in ``seamline.toml`` the top level will do."""
    tool = document.get("tool", {})
    section = tool.get("seamline", {}) if isinstance(tool, dict) else {}
    if not section and file.name != "pyproject.toml":
        section = {key: value for key, value in document.items() if key != "tool"}
    return section if isinstance(section, dict) else {}


def _checked(file: Path, section: dict[str, Any]) -> dict[str, Any]:
    known = [field.name for field in msgspec.structs.fields(Options)]
    for key in section:
        _check_key(str(file), key, known)
    return dict(section)


def _check_key(where: str, key: str, known: list[str]) -> None:
    if key not in known:
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
        raise BadInputError(f"{where}: this version does not know the key {key!r}{hint}")


def _steered(source: str, services: object) -> list[dict[str, Any]]:
    """Turn ``[tool.seamline.service.NAME]`` tables into records."""
    if not isinstance(services, dict):
        raise BadInputError(f"{source}: service is a table for each service, such as [tool.seamline.service.billing]")
    known = [field.name for field in msgspec.structs.fields(SteeredService) if field.name != "name"]
    for name, wishes in services.items():
        if not isinstance(wishes, dict):
            raise BadInputError(f"{source}: service.{name} is a table with {' and '.join(known)}")
        for key in wishes:
            _check_key(f"{source}: service {name}", key, known)
    return [{"name": name, **wishes} for name, wishes in sorted(services.items())]


def _check_steering(source: str, options: Options) -> None:
    """Refuse names that no service may bear, and a pattern or table that is given to two."""
    keepers: dict[tuple[str, str], str] = {("pattern", text): KERNEL for text in options.shared_kernel}
    for service in options.service:
        if service.name.strip().lower() in ("", KERNEL):
            hint = "code that several services need stands in shared_kernel"
            raise BadInputError(f"{source}: no service may be called {service.name!r}; {hint}")
        claims = [("pattern", text) for text in service.pin] + [("table", name) for name in service.tables]
        for claim in claims:
            other = keepers.setdefault(claim, service.name)
            if other != service.name:
                raise BadInputError(f"{source}: {claim[0]} {claim[1]!r} is given to {other} and to {service.name}")
