"""What stands in the shared kernel, who uses it, and what is to become of it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from analyzer.model.analysis import Analysis
from analyzer.model.services import KernelMember, Sharing
from reports.views.grid import Column, Grid, Kind


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared together: a definition, or what a module has in the kernel; ``services`` use it directly."""

    sharing: Sharing
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedKernel:
    """The kernel by module; ``definitions`` of all ``outermost`` ones stand in it, ``split`` counts them by sharing."""

    definitions: int
    outermost: int
    split: tuple[tuple[Sharing, int], ...]
    modules: Grid

    @property
    def share(self) -> float:
        """The share of the outermost definitions, 0 to 1."""
        return self.definitions / self.outermost if self.outermost else 0.0


def shared_kernel(analysis: Analysis) -> SharedKernel:
    """Sum the kernel up by module, what most services use first."""
    definitions = [member for member in analysis.kernel if member.kind != "module"]
    outermost = sum(not definition.within for definition in analysis.definitions)
    counted = ((sharing, sum(one.sharing is sharing for one in definitions)) for sharing in Sharing)
    return SharedKernel(
        len(definitions),
        outermost,
        tuple((sharing, number) for sharing, number in counted if number),
        Grid(
            "kernel",
            "Shared kernel by module, what most services use first",
            (
                Column("Module", Kind.CODE),
                Column(
                    "Becomes",
                    Kind.TEXT,
                    "A library; a copy in each service where it is short and has few users; glue ties services "
                    "together and is written anew.",
                    choose=True,
                ),
                Column("Services", Kind.NUMBER, "Services whose code uses it directly."),
                Column("Definitions", Kind.NUMBER, "Outermost definitions of the module that are shared."),
                Column("Lines", Kind.NUMBER, "Lines of them."),
            ),
            tuple(_rows(analysis.kernel)),
            "",
            "kernel.csv",
        ),
    )


def shared_as(members: Iterable[KernelMember]) -> Shared | None:
    """Return what is said of members of one module together, None where there is no member."""
    told = tuple(members)
    return Shared(told[0].sharing, _services(told)) if told else None


def _rows(kernel: Iterable[KernelMember]) -> list[tuple[str, str, int, int, int]]:
    rows = []
    for module, held in groupby(sorted(kernel, key=lambda one: (one.module, one.name)), lambda one: one.module):
        members = tuple(held)
        number = sum(member.kind != "module" for member in members)
        lines = sum(member.lines for member in members)
        rows.append((module, members[0].sharing.value, len(_services(members)), number, lines))
    return sorted(rows, key=lambda row: (-row[2], -row[4], row[0]))


def _services(members: Iterable[KernelMember]) -> tuple[str, ...]:
    return tuple(sorted({service for member in members for service in member.services}))
