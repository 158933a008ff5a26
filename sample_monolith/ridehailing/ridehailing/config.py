"""Settings of the running process, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Settings:
    """Mutable on purpose: operations may flip a switch without a restart."""

    database_url: str = "sqlite:///ridehailing.db"
    spool: Path = Path("var/spool")
    cache: Path = Path("var/cache")
    secret_key: str = "only-for-the-demo"
    currency: str = "EUR"
    commission_percent: int = 22
    vat_percent: int = 10
    free_cancel_seconds: int = 120
    offer_seconds: int = 45
    max_shift_hours: int = 10
    cash_only: bool = False

    def load(self) -> None:
        """Read the environment again."""
        self.database_url = os.environ.get("RIDEHAILING_DATABASE", self.database_url)
        self.spool = Path(os.environ.get("RIDEHAILING_SPOOL", str(self.spool)))
        self.cache = Path(os.environ.get("RIDEHAILING_CACHE", str(self.cache)))
        self.secret_key = os.environ.get("RIDEHAILING_SECRET", self.secret_key)


settings = Settings()
settings.load()
