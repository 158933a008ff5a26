"""Sheets with a head, lines and a sum."""

from __future__ import annotations

from ridehailing.utils import as_money


class Statement:
    heading = "Statement"

    def __init__(self, subject: str, period: str) -> None:
        self.subject = subject
        self.period = period

    def render(self, lines: list[tuple[str, int]]) -> list[str]:
        body = [f"{label:<40}{as_money(cents):>14}" for label, cents in lines]
        total = as_money(sum(cents for _, cents in lines))
        return [f"{self.heading} {self.period}: {self.subject}", *body, f"Total: {total}"]
