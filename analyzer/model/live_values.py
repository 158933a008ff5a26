"""Objects that cannot leave their process, where definitions take or return them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.code import Certainty


class LiveRole(StrEnum):
    """Where a definition has to do with a live object: it is given one, or returns one."""

    PARAMETER = "parameter"
    RESULT = "result"


class LiveKind(StrEnum):
    """What a live object is.

    ``entity`` is an object that an ORM keeps in step with a row; ``query`` a query, queryset, relation, statement or
    condition that is not yet run, or a result still being read; ``session`` an ORM session; ``connection`` a connection
    or client of a server, a cursor or a transaction; ``file`` an open file or stream; ``lock`` also a semaphore,
    condition or event; ``thread`` also a process or a pool of them; ``future`` something that is still being done;
    ``queue`` one inside the process; ``generator`` also any other iterator, read as it is asked; ``context`` a context
    manager of which more is not known; ``callable`` a function, method, lambda or callback.
    """

    ENTITY = "entity"
    QUERY = "query"
    SESSION = "session"
    CONNECTION = "connection"
    FILE = "file"
    LOCK = "lock"
    THREAD = "thread"
    FUTURE = "future"
    QUEUE = "queue"
    SOCKET = "socket"
    GENERATOR = "generator"
    CONTEXT = "context"
    CALLABLE = "callable"


class LiveValue(msgspec.Struct, frozen=True, order=True):
    """A parameter of a definition, or what it returns, may hold an object that cannot cross the border of a process.

    ``definition`` is a dotted name; of a class that is called, its ``__init__``, or the class itself where that is
    generated from its fields. ``name`` is the parameter's, empty for a result. ``type`` is the class by its dotted
    name or, for a container or an object that holds the live one, a text that says so; a parameter that may hold
    several kinds or classes has a record for each. ``literal`` is what an annotation or a ``yield`` says, ``typed``
    what callers hand over or what is returned. ``kept`` where the value is an object that is live only
    by what it holds.
    """

    definition: str
    role: LiveRole
    name: str
    what: LiveKind
    type: str
    path: str
    line: int
    certainty: Certainty
    kept: bool = False
