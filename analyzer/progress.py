"""Who is told how a run goes?"""

from __future__ import annotations


class Progress:
    """Is told what a run does and how far it is; this one keeps it to itself, others show it."""

    def note(self, text: str) -> None:
        """Hear what was decided or noticed."""

    def stage(self, name: str, steps: int = 0) -> None:
        """Hear that a stage begins, of so many steps; 0 where nobody counts them."""

    def step(self) -> None:
        """Hear that a step of the stage is done."""
