"""Who works on a service, and what changes with it: teams of the configuration or CODEOWNERS, and version control."""

from __future__ import annotations

import msgspec

CONFIGURATION = "configuration"
"""Stands as the source of a team that the configuration names."""


class CodeOwners(msgspec.Struct, frozen=True):
    """What a CODEOWNERS file says of the files that were read: ``path`` is its own, empty where nobody owns any.

    ``owned`` holds the paths of modules that somebody owns, sorted, with the owners; people who own something together
    and are no team are one owner. ``notes`` say what could not be read.
    """

    path: str = ""
    owned: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()


class TeamShare(msgspec.Struct, frozen=True, order=True):
    """How much of a service a team owns: how many of its ``modules``, and the ``lines`` that the service has there.

    ``share`` is that of the lines of the service (0..1), or of its modules where it has no lines. What several teams
    own counts for each.
    """

    team: str
    modules: int
    lines: int
    share: float

    def __str__(self) -> str:
        """Return the team with its share; what is not quite all is never 100 %."""
        return f"{self.team} {min(99, round(100 * self.share)) if self.share < 1 else 100} %"


class ServiceTeams(msgspec.Struct, frozen=True):
    """The teams of a service, largest share first; ``source`` is ``configuration`` or the CODEOWNERS file's path.

    ``unowned`` are the modules of the service that nobody owns, and its lines there. ``message`` says what an architect
    should look at, and is empty where one team owns all.
    """

    service: str
    teams: tuple[TeamShare, ...]
    unowned: int
    unowned_lines: int
    source: str
    message: str = ""


class TeamServices(msgspec.Struct, frozen=True):
    """The services of which a team owns something, most lines first; ``message`` where they are too many."""

    team: str
    services: tuple[str, ...]
    message: str = ""


class ChangedWith(msgspec.Struct, frozen=True, order=True):
    """Another service, and the commits that changed both."""

    service: str
    commits: int


class ServiceChange(msgspec.Struct, frozen=True):
    """How often a service is changed: ``commits`` that touch a module of it, ``alone`` those that touch no other's.

    ``others`` are the services changed with it, most often first.
    """

    service: str
    commits: int
    alone: int
    others: tuple[ChangedWith, ...]
