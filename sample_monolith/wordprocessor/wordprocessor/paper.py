"""What a sheet is made of: paragraphs, the runs in them and the marks on the runs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Mark:
    """A place in a run that somebody has something to say about."""

    start: int
    end: int
    note: str = ""


@dataclass
class Run:
    text: str
    style: str = "body"
    marks: list[Mark] = field(default_factory=list)


@dataclass
class Paragraph:
    runs: list[Run] = field(default_factory=list)

    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def locate(self, offset: int) -> tuple[Run, int]:
        """The run at an offset and the place inside it; an empty paragraph gets its first run."""
        if not self.runs:
            self.runs.append(Run(""))
        rest = offset
        for run in self.runs:
            if rest <= len(run.text):
                return run, rest
            rest -= len(run.text)
        raise IndexError(f"the paragraph has no offset {offset}")

    def splice(self, start: int, end: int, text: str) -> str:
        """Puts text in the place of what stood there, in the style of the first run, and returns what went."""
        gone = self.text()[start:end]
        if len(gone) != end - start:
            raise IndexError(f"the paragraph has no range {start} to {end}")
        first, inside = self.locate(start)
        missing = len(gone)
        for run in self.runs[self.runs.index(first) :]:
            at = inside if run is first else 0
            taken = min(missing, len(run.text) - at)
            run.text = run.text[:at] + run.text[at + taken :]
            missing -= taken
        first.text = first.text[:inside] + text + first.text[inside:]
        self.runs = [run for run in self.runs if run.text] or [first]
        return gone
