"""What does the file beside this module say of models and fields that are not in the source?"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec


class Handed(msgspec.Struct, frozen=True):
    """What a model hands down to the classes that derive from it; ``stored`` if it has a table itself."""

    bases: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    relations: dict[str, dict[str, str]] = {}
    stored: bool = False


class History(msgspec.Struct, frozen=True):
    """A table that an attribute of a model asks for: the model's columns under a name with a prefix, and some more.

    ``user_column`` is a key to the user model; ``table_argument`` the argument that names the table.
    """

    prefix: str
    columns: tuple[str, ...]
    user_column: str
    table_argument: str


class Between(msgspec.Struct, frozen=True):
    """A relation of a model that is not in the source: to which other, by which table between, and the way back."""

    to: str
    accessor: str
    query: str
    between: str = ""


class Known(msgspec.Struct, frozen=True):
    """The file: tables and relations by label and name; models and histories by package and class; kinds of fields."""

    tables: dict[str, str]
    fields: dict[str, str]
    histories: dict[str, dict[str, History]]
    models: dict[str, dict[str, Handed]]
    relations: dict[str, dict[str, dict[str, Between]]]

    def model(self, base: str) -> Handed | None:
        """Return what is known of a model by its dotted name."""
        return self.models.get(base.partition(".")[0], {}).get(base.rpartition(".")[2])

    def history(self, name: str) -> History | None:
        """Return what is known of a class whose objects ask for a table of former rows."""
        return self.histories.get(name.partition(".")[0], {}).get(name.rpartition(".")[2])


@cache
def known() -> Known:
    """Read the file, once."""
    text = Path(__file__).with_name("outside.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Known)
