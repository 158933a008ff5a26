"""Topics of remote procedure calls: oslo.messaging.

Understands: ``Target(topic=…)``, clients for a target and what ``prepare`` makes of them (``cast`` and ``call`` publish
to the topic), servers for a target (they consume it), and notifiers for topics.
Does not understand: which method of the server answers; topics that are configured (reported as unresolved).
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.call_texts import CONSUME, PUBLISH
from analyzer.frameworks.library_calls import LibraryCalls, Maker, Use, does
from analyzer.link.found import Found, Gap
from analyzer.link.protocol import TypedCall
from analyzer.model.resources import ResourceKind

NAME = "rpc_topics"
_TOPIC = ResourceKind.TOPIC
_OSLO = r"(oslo_messaging|oslo\.messaging)\.([\w.]+\.)?"
_CLIENT = rf"{_OSLO}(RPCClient|get_rpc_client)(\(\))?(\.prepare\(\))*"
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
        Use(_TOPIC, _OSLO.removesuffix(r"\.([\w.]+\.)?") + r"(\.[\w.]+)?", does(CONSUME, "get_rpc_server RPCServer"), 1, ("target",)),
        Use(
            _TOPIC,
            _OSLO.removesuffix(r"\.([\w.]+\.)?") + r"(\.[\w.]+)?",
            does(CONSUME, "get_notification_listener get_batch_notification_listener"),
            1,
            ("targets",),
        ),
    )

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to topics, once where several gaps say the same."""
        seen: set[Gap] = set()
        for found in super().accesses(call):
            if not isinstance(found, Gap) or found not in seen:
                yield found
            if isinstance(found, Gap):
                seen.add(found)
