"""Queues of message brokers, and job queues that are used by name.

Understands: RabbitMQ through pika (``basic_publish``, ``basic_consume``), aio-pika and kombu (``Producer.publish``,
``SimpleQueue``, ``Consumer``); Amazon SQS through boto3, named by the end of the queue's address; RQ
(``Queue("mail").enqueue(job)``, ``Worker``; what is enqueued consumes). A message that an exchange spreads is published
to the topic of the exchange's name; jobs of a queue without a name are named after what runs.
Does not understand: which queues an exchange feeds by patterns of routing keys; ``queue.Queue`` and other queues in
memory, which are state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.call_texts import CONSUME, PUBLISH, argument, has_argument, is_unknown, texts_of, uses
from analyzer.frameworks.library_calls import LibraryCalls, Maker, Use, does, last_part, watched_of
from analyzer.link.found import Found, FoundResource, ImplicitAccess
from analyzer.link.names import Names
from analyzer.link.patterns import family, says_nothing
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import External, Function, options
from analyzer.model.chains import last_name
from analyzer.model.resources import ResourceKind, ResourceOperation

NAME = "message_queues"
_QUEUE, _TOPIC = ResourceKind.QUEUE, ResourceKind.TOPIC
_CLIENT = r"(boto3|aioboto3|botocore|aiobotocore)\.[\w.()]*client\(\)"
_SQS = does(PUBLISH, "send_message send_message_batch") | does(CONSUME, "receive_message")
_RQ = r"(rq\.(queue\.)?Queue|django_rq\.[\w.]*get_queue|flask_rq2?\.[\w.]*get_queue)"
_ENQUEUE = {"enqueue": 0, "enqueue_call": 0, "enqueue_in": 1, "enqueue_at": 1}
_PUBLISHES = ("basic_publish", "publish")
_KOMBU = ("kombu.", "pika.", "aio_pika.", "amqp.")


class MessageQueues(LibraryCalls):
    """The plug-in."""

    name = NAME
    packages = (
        *("pika", "aio_pika", "kombu", "amqp", "rq", "django_rq", "flask_rq", "flask_rq2", "boto3", "aioboto3"),
        *("botocore", "aiobotocore"),
    )
    outside = (
        "pika.",
        "aio_pika.",
        "kombu.",
        "amqp.",
        "rq.",
        "django_rq.",
        "flask_rq",
        "boto3.",
        "aioboto3.",
        "botocore.",
    )
    answers = frozenset(
        {"Queue", "SimpleQueue", "get_queue", "declare_queue", "get_queue_url", "get_queue_by_name", "create_queue"}
        | {"Exchange"}
    )
    makers = (
        Maker(_RQ, 0, ("name",)),
        Maker(r"kombu\.[\w.()]*(Queue|SimpleQueue|Exchange)", 0, ("name",)),
        Maker(r"aio_pika\.[\w.()]*declare_queue", 0, ("name",)),
        Maker(rf"{_CLIENT}\.(get_queue_url|create_queue)", -1, ("QueueName",)),
        Maker(r"(boto3|aioboto3)\.[\w.()]*resource\(\)\.(get_queue_by_name|create_queue)", -1, ("QueueName",)),
        Maker(r"(boto3|aioboto3)\.[\w.()]*resource\(\)\.Queue", 0, ("url",)),
    )
    uses = (
        Use(_QUEUE, _CLIENT, _SQS, -1, ("QueueUrl",), tidy=last_part),
        Use(_QUEUE, r"^$", _SQS, 0, ("QueueUrl",), needs="QueueUrl", tidy=last_part),
        Use(
            _QUEUE,
            r"(boto3|aioboto3)\.[\w.()]*(get_queue_by_name|create_queue|Queue)\(\)",
            does(PUBLISH, "send_message send_messages") | does(CONSUME, "receive_messages"),
            -1,
            tidy=last_part,
        ),
        Use(_QUEUE, r"(pika|amqp)\.[\w.()]+", does(CONSUME, "basic_consume basic_get consume"), 0, ("queue",)),
        Use(_QUEUE, r"^$", does(CONSUME, "basic_consume basic_get"), 0, ("queue",), needs="*"),
        Use(_TOPIC, r"(pika|amqp)\.[\w.()]+", does(CONSUME, "queue_bind"), 1, ("exchange",)),
        Use(_QUEUE, r"aio_pika\.[\w.()]*declare_queue\(\)", does(CONSUME, "consume get iterator"), -1),
        Use(_QUEUE, r"kombu\.[\w.()]*SimpleQueue\(\)", does(PUBLISH, "put") | does(CONSUME, "get get_nowait"), -1),
        Use(_QUEUE, r"kombu(\.[\w.()]+)?", does(CONSUME, "Consumer"), 1, ("queues",)),
        Use(_QUEUE, r"rq(\.worker)?", does(CONSUME, "Worker SimpleWorker"), 0, ("queues",)),
        Use(_QUEUE, r"django_rq(\.\w+)?", does(CONSUME, "get_worker"), 0, rest=True),
    )
    watched = watched_of(uses) | {"basic_publish"}

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._run: dict[tuple[int, str], None] = {}

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to queues; what is enqueued is remembered, as it consumes."""
        yield from super().accesses(call)
        function = last_name(call.call.function)
        callee = call.callee
        is_ours = isinstance(callee, External)
        if function in _PUBLISHES and (
            callee.name.startswith(_KOMBU)
            if isinstance(callee, External)
            else function == "basic_publish" and is_unknown(callee)
        ):
            yield from _published(call, function)
        elif function in _ENQUEUE and is_ours:
            yield from self._enqueued(call, _ENQUEUE[function])

    def _enqueued(self, call: TypedCall, place: int) -> Iterator[Found]:
        """RQ: a job goes to the queue, or, where that has no name, to those who run it."""
        callee = call.callee
        if not isinstance(callee, External) or not callee.name.startswith(("rq.", "django_rq.", "flask_rq")):
            return
        jobs = [one for one in options(argument(call, place, "func", "f")) if isinstance(one, Function)]
        names = [callee.about] if callee.about else []
        definitions = self.names.program.definitions
        for job in jobs:
            name = names[0] if names else definitions[job.definition].name
            if not says_nothing(name):
                self._run[job.definition, family(name)] = None
        yield from uses(_QUEUE, PUBLISH, names or [definitions[job.definition].name for job in jobs], call)

    def implicit(self) -> Iterable[ImplicitAccess]:
        """Return that functions consume what was enqueued for them."""
        for definition, name in self._run:
            yield ImplicitAccess(definition, FoundResource(_QUEUE, name, ResourceOperation.CONSUME))


def _published(call: TypedCall, function: str) -> Iterator[Found]:
    """A message goes to the exchange where one is named, else to the queue that the routing key names."""
    places = (0, 1) if function == "basic_publish" else (-1, 1)
    exchanges = [text for text in texts_of(argument(call, places[0], "exchange")) if text]
    if exchanges:
        yield from uses(_TOPIC, PUBLISH, exchanges, call)
    elif has_argument(call, places[1], "routing_key"):
        yield from uses(_QUEUE, PUBLISH, texts_of(argument(call, places[1], "routing_key")), call)
