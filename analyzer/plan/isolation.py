"""Which entry points of a service need another service to answer?

What an entry point needs is what calls reach from it, through its own service and its copy of the kernel: a definition
of another service, or an access to a table that another owns, which is a call once the tables are parted. Of an entry
point that is a class its methods are what is called.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from analyzer.model.code import DefinitionKind
from analyzer.model.location import Location
from analyzer.model.services import KERNEL
from analyzer.plan.grounds import Grounds


class Isolation:
    """Follows calls backwards from what needs others, once for each service."""

    def __init__(self, grounds: Grounds) -> None:
        """Take the facts."""
        self._grounds = grounds
        self._facts = grounds.facts
        self._service = grounds.evidence.service_of
        self._entries: dict[str, dict[str, Location]] = defaultdict(dict)
        for entry in self._facts.entry_points:
            self._entries[entry.service].setdefault(entry.definition, Location(entry.path, entry.line))

    def entries(self, service: str) -> list[str]:
        """Return the definitions that are entry points of a service."""
        return sorted(self._entries.get(service, ()))

    def announced(self, service: str) -> int:
        """Return how many entry points a service has: several may lead to one definition."""
        return sum(one.service == service for one in self._facts.entry_points)

    def needing(self, service: str) -> list[str]:
        """Return those of them that need another service."""
        reaching = self._reaching(service)
        return [one for one in self.entries(service) if any(part in reaching for part in (one, *self._methods[one]))]

    def place_of(self, entry: str) -> Location:
        """Return where an entry point is announced."""
        return self._entries[self._service.get(entry, "")].get(entry) or self._places[entry]

    @cached_property
    def _places(self) -> dict[str, Location]:
        return {name: place for found in self._entries.values() for name, place in found.items()}

    @cached_property
    def _methods(self) -> dict[str, list[str]]:
        """Class -> its methods, for classes that are entry points."""
        classes = {name for found in self._entries.values() for name in found}
        found: dict[str, list[str]] = defaultdict(list)
        for one in self._facts.definitions:
            if one.kind is DefinitionKind.METHOD:
                holder = one.name.rpartition(".")[0]
                if holder in classes:
                    found[holder].append(one.name)
        return found

    def _reaching(self, service: str) -> set[str]:
        """The definitions of a service and of the kernel from which another service is reached."""
        own = (service, KERNEL)
        found = {caller for home in own for caller, targets in self._direct_of.get(home, ()) if targets - {service}}
        waiting = list(found)
        while waiting:
            for caller in self._callers.get(waiting.pop(), ()):
                if caller not in found and self._service.get(caller, "") in own:
                    found.add(caller)
                    waiting.append(caller)
        return found

    @cached_property
    def _direct_of(self) -> dict[str, list[tuple[str, set[str]]]]:
        """What ``_direct`` says, by the service of the definition."""
        found: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
        for caller, targets in self._direct.items():
            found[self._service.get(caller, "")].append((caller, targets))
        return found

    @cached_property
    def _direct(self) -> dict[str, set[str]]:
        """Definition -> the services whose definitions it calls or whose tables it uses."""
        found: dict[str, set[str]] = defaultdict(set)
        for call in self._facts.calls:
            target = self._service.get(call.callee, "")
            if target not in ("", KERNEL, self._service.get(call.caller, "")):
                found[call.caller].add(target)
        owner = self._grounds.evidence.owner_of
        for table, accesses in self._grounds.accesses.items():
            for access in accesses:
                if owner.get(table, "") not in ("", access.service):
                    found[self._grounds.definition_of(access)].add(owner[table])
        return found

    @cached_property
    def _callers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for call in self._facts.calls:
            found[call.callee].append(call.caller)
        return found
