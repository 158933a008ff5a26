"""Who owns which file, as CODEOWNERS says to the forge that hosts the repository?

GitHub, GitLab and Bitbucket agree on lines of a pattern and its owners, of which the last that matches holds; a pattern
without owners means nobody. GitLab's sections each have an answer of their own, and exclusions that no later line takes
back; what its patterns hold does not reach below a folder that they name without a slash.

The file is as hostile as the code: bounded, never a link, and if it cannot be used the result says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analyzer.model.code import Module, ModuleStatus
from analyzer.model.teams import CodeOwners
from analyzer.project.owner_patterns import LastMatch, split_pattern
from analyzer.source.documents import Documents

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".bitbucket/CODEOWNERS")
MOST_LINES = 50_000
MOST_TRIED = 500  # sections, and patterns with wildcards in the places where one file may lie
_LONGEST_LINE = 2_000
_HEADING = re.compile(r"\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(.*))?")
_OWNER = re.compile(r"(@{1,2}[\w./-]+|[\w.+%-]+@[\w.-]+)(?::\w+\(\d+\))?")  # Bitbucket: "@shop/billing:random(2)"
_TOKEN = re.compile(r"(?:\\.|\S)+")
_READ = (ModuleStatus.PARSED, ModuleStatus.LOWERED)


def read_code_owners(root: Path, modules: Iterable[Module], top: Path | None = None) -> CodeOwners:
    """Return the owners of the files that were read; ``top`` is that of the repository around, where it may be read.

    The file of the repository holds before one in the analysed folder. Never fails.
    """
    notes: list[str] = []
    for folder, inner in _folders(root, top):
        for place in PLACES:
            text = _text(folder, place, notes)
            rules = None if text is None else _rules(text, place, notes)
            if rules is not None:
                paths = sorted({module.path for module in modules if module.status in _READ})
                said = ((path, rules.owners(inner + path)) for path in paths)
                owned = tuple(one for one in said if one[1])
                if not owned:
                    notes.append(f"{place} gives no file that was read to anybody")
                return CodeOwners(place if owned else "", owned, tuple(notes))
    return CodeOwners(notes=tuple(notes))


def _folders(root: Path, top: Path | None) -> Iterator[tuple[Path, str]]:
    """Yield where a file may be, each with the way from there to the tree."""
    whole = root.resolve()
    if top is not None and top != whole:
        yield top, "".join(f"{name}/" for name in whole.relative_to(top).parts)
    yield root, ""


class _Section:
    """Lines of which the last that matches holds."""

    def __init__(self) -> None:
        self.defaults: tuple[str, ...] = ()
        self.patterns: list[list[str]] = []
        self.owners: list[tuple[str, ...]] = []
        self.excluded: list[list[str]] = []


class Rules:
    """What a CODEOWNERS file says."""

    def __init__(self, text: str, sections: bool | None = None) -> None:
        """``sections`` says whether it is read as GitLab does; where that is not known, by whether it has headings."""
        lines = [line.strip() for line in text.split("\n")]
        self._is_gitlab = any(map(_HEADING.fullmatch, lines)) if sections is None else sections
        self.not_understood: list[int] = []
        self._sections = {"": _Section()}
        section = self._sections[""]
        for number, line in enumerate(lines, 1):
            heading = _HEADING.fullmatch(line) if self._is_gitlab and len(line) <= _LONGEST_LINE else None
            if heading:
                section = self._sections.setdefault(heading[1].strip().lower(), _Section())
                section.defaults = _owners(_TOKEN.findall(heading[2] or ""))
            elif line and not line.startswith("#") and not self._take(line, section):
                self.not_understood.append(number)
        below = not self._is_gitlab
        self._looked_up: list[tuple[LastMatch, LastMatch, Sequence[tuple[str, ...]]]] = [
            (LastMatch(one.patterns, below), LastMatch(one.excluded, below), one.owners)
            for one in self._sections.values()
        ]

    @property
    def most_tried(self) -> int:
        """How many sections and patterns with wildcards a path may have to be tried against."""
        return sum(1 + patterns.most_tried + excluded.most_tried for patterns, excluded, _ in self._looked_up)

    def owners(self, path: str) -> tuple[str, ...]:
        """Return who owns a path, in the order of the file; nobody is empty."""
        found: dict[str, None] = {}
        for patterns, excluded, owners in self._looked_up:
            number = patterns.of(path)
            if number >= 0 and excluded.of(path) < 0:
                found |= dict.fromkeys(owners[number])
        return tuple(found)

    def _take(self, line: str, section: _Section) -> bool:
        """Take a line, and return whether it is understood."""
        if len(line) > _LONGEST_LINE:
            return False
        pattern, *rest = _TOKEN.findall(line)
        excludes = self._is_gitlab and pattern.startswith("!")
        segments = split_pattern(pattern.removeprefix("!" * excludes), self._is_gitlab)
        if segments is None or (not self._is_gitlab and pattern.startswith(("!", "[", "@@@"))):
            return False  # "@@@" says who is in a group
        if excludes:
            section.excluded.append(segments)
            return True
        if not self._is_gitlab:
            comment = next((place for place, word in enumerate(rest) if word.startswith("#")), len(rest))
            rest = rest[:comment]
            if not all(map(_OWNER.fullmatch, rest)):
                return False  # GitHub passes over such a line
        section.patterns.append(segments)
        section.owners.append(_owners(rest) if rest or not self._is_gitlab else section.defaults)
        return True


def _owners(words: Iterable[str]) -> tuple[str, ...]:
    """Return the teams among the owners of a line; where there is none, its people as one team.

    Teams are told by the slash after the organization: ``@shop/billing``. Those who stand beside them are left out.
    """
    named = [owner[1] for owner in map(_OWNER.fullmatch, words) if owner]
    teams = [word for word in named if word.startswith("@") and "/" in word]
    return tuple(dict.fromkeys(teams)) or ((" ".join(sorted(set(named))),) if named else ())


def _rules(text: str, place: str, notes: list[str]) -> Rules | None:
    """Return what a file says, and None if it says too much; half of it would say something else."""
    if text.count("\n") > MOST_LINES:
        notes.append(f"{place} is not read: it has more than {MOST_LINES:,} lines")
        return None
    rules = Rules(text, {".github/CODEOWNERS": False, ".gitlab/CODEOWNERS": True}.get(place))
    if rules.most_tried > MOST_TRIED:
        notes.append(
            f"{place} is not read: more than {MOST_TRIED:,} sections and patterns with wildcards for one folder"
        )
        return None
    lines = rules.not_understood
    if lines:
        more = f"line {lines[0]}" if len(lines) == 1 else f"{len(lines)} lines, the first is line {lines[0]}"
        notes.append(f"{place}: no rule in {more}")
    return rules


def _text(folder: Path, place: str, notes: list[str]) -> str | None:
    """Return the text of a file; None if there is none, or if it cannot be read, which ``notes`` are told."""
    file = folder / place
    try:
        if not file.is_file() and not file.is_symlink():
            return None
        through_link = file.parent != folder and file.parent.is_symlink()
    except (OSError, ValueError):
        return None
    documents = Documents(folder, (place,))
    text = None if through_link else documents.read(place)
    if text is None:
        reason = next((one.reason for one in documents.left_out), "symbolic link, not followed")
        notes.append(f"{place} is not read: {reason}")
    return text
