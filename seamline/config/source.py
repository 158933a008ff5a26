"""What does the configuration file say, and where?"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.options import Origin, spelled
from seamline.config.lines import Path as Keys
from seamline.config.lines import lines_of


class Source(msgspec.Struct, frozen=True):
    """The settings of a file, and the line of each by the keys and places that lead to it; ``file`` as it was named."""

    file: str
    settings: dict[str, Any]
    lines: dict[Keys, int]

    def at(self, *paths: Keys) -> str:
        """Return where settings stand, ``seamline.toml:12 and :31``, or the file alone."""
        return spelled(self.file, [self.lines.get(path, 0) for path in paths])

    def origin(self, path: Keys, name: tuple[str, ...]) -> Origin:
        """Return the origin of a setting, to be known under a name."""
        return Origin(name, self.file, self.lines.get(path, 0))


def read_source(path: Path, config: Path | None) -> Source:
    """Return the settings for an analysis of ``path``: of ``config`` if given, else of the folder's own file."""
    folder = path if path.is_dir() else path.parent
    if config is not None:
        return _source(config)
    for name in ("seamline.toml", "pyproject.toml"):
        if (folder / name).is_file():
            source = _source(folder / name)
            if source.settings or name == "seamline.toml":
                return source
    return Source("options", {}, {})


def dotted(path: Keys) -> str:
    """Return a path as TOML writes it; places in lists are left out, because the line says which."""
    keys = [step for step in path if isinstance(step, str)]
    return ".".join(
        key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False) for key in keys
    )


def _source(file: Path) -> Source:
    text, document = _parsed(file)
    above, section = _section(file, document)
    lines = lines_of(text, document)
    here = {path[len(above) :]: line for path, line in lines.items() if path[: len(above)] == above}
    return Source(str(file), section, here)


def _parsed(file: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8")
        return text, tomllib.loads(text)
    except OSError as problem:
        raise BadInputError(f"cannot read the configuration {file}: {problem.strerror or problem}") from problem
    except RecursionError as problem:
        raise BadInputError(f"the configuration {file} is nested too deeply") from problem
    except ValueError as problem:  # of TOML, of UTF-8, of a number with too many digits
        raise BadInputError(f"the configuration {file} is not valid TOML: {problem}") from problem


def _section(file: Path, document: dict[str, Any]) -> tuple[Keys, dict[str, Any]]:
    """``[tool.seamline]`` in either file, with the keys above it; in ``seamline.toml`` the top level will do."""
    tool = document.get("tool", {})
    section = tool.get("seamline", {}) if isinstance(tool, dict) else {}
    if not section and file.name != "pyproject.toml":
        return (), {key: value for key, value in document.items() if key != "tool"}
    return ("tool", "seamline"), section if isinstance(section, dict) else {}
