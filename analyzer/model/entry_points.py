"""Where outside control enters the program."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class EntryKind(StrEnum):
    """Who calls: a browser or a program over HTTP, a person at a terminal, a queue, the clock."""

    HTTP = "http"
    GRAPHQL = "graphql"
    SOAP = "soap"
    WEBSOCKET = "websocket"
    RPC = "rpc"
    CLI = "cli"
    TASK = "task"
    CONSUMER = "consumer"
    SIGNAL = "signal"
    CRON = "cron"


class EntryPoint(msgspec.Struct, frozen=True, order=True):
    """A definition that is called from outside.

    ``name`` is what callers say: ``GET /orders/<id>`` of HTTP, the command of a command line, the name of a task.
    ``path`` and ``line`` are where the program says so; ``framework`` is who calls.
    """

    kind: EntryKind
    name: str
    definition: str
    path: str
    line: int
    framework: str
    service: str = ""
