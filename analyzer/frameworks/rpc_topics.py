"""Topics of remote procedure calls: oslo.messaging.

Understands: ``Target(topic=…)``, clients for a target and what ``prepare`` makes of them (``cast`` and ``call`` publish
to the topic), servers for a target (they consume it), and notifiers for topics. Where clients pass through a router
that many share, those of a class are for the target that the class itself makes.
Does not understand: which method of the server answers; topics that are configured (reported as unresolved).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer.frameworks.call_texts import CONSUME, PUBLISH, argument, texts_of, uses
from analyzer.frameworks.library_calls import LibraryCalls, Maker, Use, does
from analyzer.link.found import Found
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import External
from analyzer.model.resources import ResourceKind

NAME = "rpc_topics"
_TOPIC = ResourceKind.TOPIC
_OSLO = r"(oslo_messaging|oslo\.messaging)\.([\w.]+\.)?"
_CLIENT = rf"{_OSLO}(RPCClient|get_rpc_client)(\(\))?(\.prepare\(\))*"
_TARGET = re.compile(rf"{_OSLO}Target")
_CALLS = re.compile(rf"{_CLIENT}\.(cast|call)")
_NOTIFIER = rf"{_OSLO}(Notifier|get_notifier)(\(\))?(\.prepare\(\))*"


class RpcTopics(LibraryCalls):
    """The plug-in."""

    name = NAME
    packages = ("oslo_messaging", "oslo.messaging")
    outside = ("oslo_messaging.", "oslo.messaging.")
    answers = frozenset({"Target", "RPCClient", "get_rpc_client", "prepare", "Notifier", "get_notifier"})
    makers = (
        Maker(rf"{_OSLO}Target", -1, ("topic",)),
        Maker(rf"{_OSLO}(RPCClient|get_rpc_client)", 1, ("target",)),
        Maker(rf"{_CLIENT}\.prepare", -1, ("topic",)),
        Maker(rf"{_OSLO}(Notifier|get_notifier)", -1, ("topics", "topic"), "notifications"),
        Maker(rf"{_NOTIFIER}\.prepare", -1),
    )
    uses = (
        Use(_TOPIC, _CLIENT, does(PUBLISH, "cast call"), -1),
        Use(_TOPIC, _NOTIFIER, does(PUBLISH, "audit debug info warn warning error critical sample"), -1),
        Use(
            _TOPIC,
            _OSLO.removesuffix(r"\.([\w.]+\.)?") + r"(\.[\w.]+)?",
            does(CONSUME, "get_rpc_server RPCServer"),
            1,
            ("target",),
        ),
        Use(
            _TOPIC,
            _OSLO.removesuffix(r"\.([\w.]+\.)?") + r"(\.[\w.]+)?",
            does(CONSUME, "get_notification_listener get_batch_notification_listener"),
            1,
            ("targets",),
        ),
    )

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._targets: dict[int, dict[str, None]] = {}

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to topics; in a class that makes a target, its clients are for that target."""
        callee = call.callee
        around = self.names.program.definitions[call.definition].outermost if call.definition >= 0 else -1
        if isinstance(callee, External) and _TARGET.fullmatch(callee.name):
            topics = texts_of(argument(call, -1, "topic"))
            self._targets.setdefault(around, {}).update(dict.fromkeys(topics))
        elif isinstance(callee, External) and around in self._targets and _CALLS.fullmatch(callee.name):
            yield from uses(_TOPIC, PUBLISH, self._targets[around], call)
            return
        yield from super().accesses(call)
