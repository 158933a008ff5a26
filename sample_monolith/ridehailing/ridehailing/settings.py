"""Figures of the house. What the desk changes here holds until the next restart."""

from __future__ import annotations

SURGE_CAP = 2.5
HIGHEST_SURGE_CAP = 4.0
TIP_LIMIT_CENTS = 5000
CLAIM_DAYS = 14
LANGUAGES = ("en", "da")
