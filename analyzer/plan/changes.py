"""How often is each service changed, and how often alone?

A commit touches a service if it changes a module that is placed in it; git knows files, so a module to split counts for
the service that has it. The shared kernel is no service. Which commits count is for ``analyzer.history`` to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from analyzer.cluster.services import Candidates
from analyzer.model.teams import ChangedWith, ServiceChange


def service_changes(candidates: Candidates) -> tuple[ServiceChange, ...]:
    """Return the changes of every service, by its name; nothing where no history is known."""
    facts = candidates.facts
    if not facts.changes:
        return ()
    services = sorted(service.name for service in candidates.services)
    known = frozenset(services)
    service_of = {module.path: module.service for module in facts.modules if module.service in known}
    commits: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    both: dict[str, Counter[str]] = defaultdict(Counter)
    for change in facts.changes:
        touched = {service_of[path] for path in change.paths if path in service_of}
        for service in touched:
            commits[service] += change.commits
            alone[service] += change.commits * (len(touched) == 1)
            for other in touched - {service}:
                both[service][other] += change.commits
    return tuple(ServiceChange(name, commits[name], alone[name], _ranked(both[name])) for name in services)


def _ranked(others: Counter[str]) -> tuple[ChangedWith, ...]:
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ChangedWith(name, number) for name, number in ranked)
