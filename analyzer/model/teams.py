"""Who works on a service, and what changes with it: teams of the configuration or CODEOWNERS, and version control."""

from __future__ import annotations

import msgspec


class TeamShare(msgspec.Struct, frozen=True, order=True):
    """How much of a service a team owns: ``modules`` and their ``lines``."""

    team: str
    modules: int
    lines: int


class ServiceTeams(msgspec.Struct, frozen=True):
    """The teams of a service, largest share first; ``source`` is ``configuration`` or the CODEOWNERS file's path.

    ``unowned`` are the modules of the service that nobody owns. ``message`` says what an architect should look at, and
    is empty where one team owns all.
    """

    service: str
    teams: tuple[TeamShare, ...]
    unowned: int
    source: str
    message: str = ""


class TeamServices(msgspec.Struct, frozen=True):
    """The services of which a team owns something, largest share first; ``message`` where they are too many."""

    team: str
    services: tuple[str, ...]
    message: str = ""


class ChangedWith(msgspec.Struct, frozen=True, order=True):
    """Another service, and the commits that changed both."""

    service: str
    commits: int


class ServiceChange(msgspec.Struct, frozen=True):
    """How often a service is changed: ``commits`` that touch it, ``alone`` those that touch no other service.

    ``others`` are the services changed with it, most often first.
    """

    service: str
    commits: int
    alone: int
    others: tuple[ChangedWith, ...]
