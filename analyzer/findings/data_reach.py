"""Which definitions come to data, by themselves or by what they call?

What does not is a calculation: a service that needs it can have a copy, and ask nobody.
"""

from __future__ import annotations

from collections import defaultdict

from analyzer.findings.evidence import Evidence


def reaching_data(evidence: Evidence) -> frozenset[str]:
    """Return the names of definitions that use a table or a resource, or call what does, however far down."""
    facts = evidence.facts
    callers: dict[str, list[str]] = defaultdict(list)
    for call in facts.calls:
        callers[call.callee].append(call.caller)
    used = {(one.path, one.qualname) for one in facts.accesses} | {(one.path, one.qualname) for one in facts.resources}
    left = [name for place in sorted(used) if (name := evidence.name_at.get(place))]
    found = set(left)
    while left:
        for caller in callers[left.pop()]:
            if caller not in found:
                found.add(caller)
                left.append(caller)
    return frozenset(found)
