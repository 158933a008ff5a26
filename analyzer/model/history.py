"""What changed together in the past, as far as version control knows."""

from __future__ import annotations

import msgspec


class CoChange(msgspec.Struct, frozen=True, order=True):
    """Two files or modules, ``a`` before ``b``, that were changed in the same commits.

    ``commits`` is how many commits changed both, ``weight`` (above 0, at most 1) how closely they change together.
    """

    a: str
    b: str
    weight: float
    commits: int


class ChangeSet(msgspec.Struct, frozen=True, order=True):
    """The paths of files, sorted, that were changed together and without others, and in how many commits."""

    paths: tuple[str, ...]
    commits: int


class HistoryRead(msgspec.Struct, frozen=True):
    """How much of the history was read: commits that changed the analysed code, and pairs of modules found in them.

    ``reason`` says why none was read, or what is missing; it is empty where everything was read.
    """

    commits: int = 0
    pairs: int = 0
    reason: str = ""


class History(msgspec.Struct, frozen=True):
    """The history of the analysed files by their present paths, sorted; the rest as in ``HistoryRead``.

    ``changes`` hold every commit that counts, ``pairs`` what is changed together often.
    """

    commits: int = 0
    pairs: tuple[CoChange, ...] = ()
    reason: str = ""
    changes: tuple[ChangeSet, ...] = ()
