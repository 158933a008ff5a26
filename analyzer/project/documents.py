"""What does a YAML or JSON document say that stands beside the code and that the code names?

Documents are as hostile as code: no tag makes anything but plain values, nothing is read by recursion, and nesting has
an end. Which of them may be opened, and up to which size, is for ``analyzer.source.documents`` to say.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.source.documents import Documents

SUFFIXES = (".yaml", ".yml", ".json")
_DEEPEST = 200

Plain = dict[str, "Plain"] | list["Plain"] | str


def find(documents: Documents, folders: Iterable[str], name: str) -> str:
    """Return the path of a document of a relative name below one of some folders, the first that has it; or empty."""
    wanted = name.replace("\\", "/").removeprefix("./").lstrip("/")
    paths = (f"{folder}/{wanted}" if folder else wanted for folder in folders)
    return next((path for path in paths if path in documents), "") if wanted.endswith(SUFFIXES) else ""


def read(documents: Documents, path: str) -> Plain | None:
    """Return a document as mappings, lists and texts; None where it cannot be read, which the documents then say."""
    import yaml

    text = documents.read(path)
    if text is None:
        return None
    try:
        found = _Builder().read(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (ValueError, yaml.YAMLError, RecursionError):
        found = None
    if found is None:
        documents.leave_out(path, "document that is no YAML or JSON")
    return found


class _Builder:
    """Puts a stream of events together; what an alias refers to is the same object, not a copy."""

    def __init__(self) -> None:
        self._open: list[tuple[dict[str, Plain] | list[Plain], str]] = []
        self._keys: list[str | None] = []
        self._anchors: dict[str, Plain] = {}
        self._whole: Plain | None = None

    def read(self, events: Iterable[object]) -> Plain | None:
        """Return the first document of a stream."""
        for event in events:
            kind = type(event).__name__
            anchor = getattr(event, "anchor", None)
            if kind == "ScalarEvent":
                self._add(str(getattr(event, "value", "")), anchor)
            elif kind == "AliasEvent":
                self._add(self._anchors.get(anchor or "", ""), None)
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                if len(self._open) >= _DEEPEST:
                    return None
                made: dict[str, Plain] | list[Plain] = {} if kind == "MappingStartEvent" else []
                self._add(made, anchor)
                self._open.append((made, kind))
                self._keys.append(None)
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self._open.pop()
                self._keys.pop()
            elif kind == "DocumentEndEvent":
                break
        return self._whole

    def _add(self, value: Plain, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = value
        if not self._open:
            self._whole = value
            return
        holder, _ = self._open[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif self._keys[-1] is None:
            self._keys[-1] = value if isinstance(value, str) else ""
        else:
            holder[self._keys[-1] or ""] = value
            self._keys[-1] = None
