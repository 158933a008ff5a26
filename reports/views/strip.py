"""What stands above every page: which project, and how much of it could be seen?"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.model.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Meter:
    """A share of coverage with the counts behind it; ``share`` is 1 where there was nothing to see."""

    label: str
    part: int
    whole: int
    hint: str

    @property
    def share(self) -> float:
        """The part of the whole, 0 to 1."""
        return self.part / self.whole if self.whole else 1.0


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of a report; ``commit`` is the one that was checked out, empty where it is not known.

    ``redacted`` where names are pseudonyms.
    """

    project: str
    version: str
    meters: tuple[Meter, ...]
    unread: int
    commit: str = ""
    redacted: bool = False


def strip(analysis: Analysis) -> Strip:
    """Collect the strip."""
    seen = analysis.coverage
    meant = seen.files - seen.files_skipped
    calls = seen.calls_project + seen.calls_external
    accesses = seen.accesses_resolved
    return Strip(
        analysis.project.name,
        analysis.version,
        (
            Meter("files read", meant - seen.files_unread, meant, "Files skipped on purpose are not counted."),
            Meter(
                "calls resolved",
                calls,
                calls + seen.calls_unresolved,
                "Calls whose target is known, in the project or outside it.",
            ),
            Meter(
                "accesses resolved",
                accesses,
                accesses + seen.accesses_unresolved,
                "Places of data access whose table is known.",
            ),
        ),
        seen.files_unread + seen.documents_unread,
        seen.history.checked_out,
        analysis.redacted,
    )
