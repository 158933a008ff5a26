from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    accepted: bool
    reference: str = ""
    message: str = ""


class Gateway:
    """Takes money and gives it back."""

    def charge(self, cents: int, secret: str) -> Outcome:
        raise NotImplementedError

    def give_back(self, reference: str, cents: int) -> Outcome:
        raise NotImplementedError
