"""The call-graph suite: small programs, and every call that happens in them, worked out by hand.

``cases/*.toml`` hold one family each. A case has files (module names follow the paths), a sentence on what it is about,
where it comes from (``origin``: the place in a real program that it was reduced from), and ``calls``: all of its edges.
What counts as an edge stands in ``README.md``.

``python tests/callgraph/suite.py [FAMILY…]`` prints every miss, then precision and recall by family.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from pathlib import Path

import msgspec

CASES = Path(__file__).parent / "cases"
KNOWN = Path(__file__).parent / "known.toml"
Edges = frozenset[str]


class Case(msgspec.Struct, frozen=True):
    """One program with its edges (``caller -> callee``)."""

    name: str
    why: str
    calls: tuple[str, ...]
    files: dict[str, str]
    origin: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """What the linker made of one case: edges that are right, that do not happen, that it lacks."""

    case: str
    right: Edges
    invented: Edges
    missed: Edges


def families() -> list[str]:
    """Return the names of all families."""
    return sorted(path.stem for path in CASES.glob("*.toml"))


def cases(family: str) -> list[Case]:
    """Return the cases of a family."""
    text = (CASES / f"{family}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["case"], list[Case])


def outcome(case: Case) -> Outcome:
    """Write a case to a folder, analyse it, and compare its edges with the truth."""
    from analyzer.model.options import Options
    from analyzer.pipeline import facts_of

    with tempfile.TemporaryDirectory() as folder:
        for name, text in case.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        facts = facts_of(Path(folder), Options(jobs=1, cache=False))
    found = frozenset(f"{call.caller} -> {call.callee}" for call in facts.calls if not call.through)
    truth = frozenset(case.calls)
    return Outcome(case.name, found & truth, found - truth, truth - found)


def known(family: str) -> dict[str, dict[str, list[str]]]:
    """Return the edges of a family that are known to be missed or invented, by case."""
    found = tomllib.loads(KNOWN.read_text(encoding="utf-8")).get(family, {})
    return msgspec.convert(found, dict[str, dict[str, list[str]]])


def rates(outcomes: list[Outcome]) -> tuple[float, float]:
    """Return precision and recall over the edges of some cases."""
    right = sum(len(one.right) for one in outcomes)
    invented = sum(len(one.invented) for one in outcomes)
    missed = sum(len(one.missed) for one in outcomes)
    return right / ((right + invented) or 1), right / ((right + missed) or 1)


def write_known(found: dict[str, list[Outcome]]) -> None:
    """Write down every edge that is missed or invented today."""
    lines = [KNOWN.read_text(encoding="utf-8").split("\n\n", 1)[0] if KNOWN.exists() else "", ""]
    for family, outcomes in sorted(found.items()):
        for one in outcomes:
            if one.invented or one.missed:
                lines.append(f"[{family}.{one.case}]")
                for kind, edges in (("invented", one.invented), ("missed", one.missed)):
                    if edges:
                        lines.append(f"{kind} = [")
                        lines += [f'    "{edge}",' for edge in sorted(edges)]
                        lines.append("]")
                lines.append("")
    KNOWN.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def main(wanted: list[str]) -> None:
    """Print every miss, then the rates; ``--renew`` writes the misses down as known."""
    renew = "--renew" in wanted
    chosen = [family for family in wanted if family != "--renew"] or families()
    found = {family: [outcome(case) for case in cases(family)] for family in chosen}
    for family, outcomes in found.items():
        for one in outcomes:
            for kind, edges in (("invented", one.invented), ("missed", one.missed)):
                for edge in sorted(edges):
                    print(f"{family}.{one.case}: {kind} {edge}")
    print()
    for family, outcomes in found.items():
        precision, recall = rates(outcomes)
        print(f"{family:<18}{len(outcomes):>4} cases   precision {precision:.3f}   recall {recall:.3f}")
    everything = [one for outcomes in found.values() for one in outcomes]
    precision, recall = rates(everything)
    print(f"{'all':<18}{len(everything):>4} cases   precision {precision:.4f}   recall {recall:.4f}")
    if renew:
        write_known(found)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main(sys.argv[1:])
