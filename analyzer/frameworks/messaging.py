"""Consumers of messages: kombu, pika, aio-pika, kafka-python, aiokafka, confluent-kafka, faust, oslo.messaging.

Understands: kombu's ``Consumer(callbacks=[…], on_message=)``; ``channel.basic_consume`` of pika, ``queue.consume`` of
aio-pika with the queue's name where it is a text; functions in which a ``for`` goes over a Kafka consumer or that call
its ``poll``, ``consume`` or ``getone``, by its topics; faust's ``@app.agent``, ``@app.timer`` and ``@app.crontab``;
public methods of the endpoints of ``get_rpc_server`` (``topic.method``), and of classes with a ``target`` of
oslo.messaging, which that library asks endpoints to have.
Does not understand: endpoints of which no class is known, topics that come from settings at run time: those consumers
go by the name of their function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark, text_argument
from analyzer.frameworks.library_objects import brief, text_in
from analyzer.link.found import FoundEntryPoint
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Instance
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Attribute, Call, Expression, Items, Name, Scope

NAME = "messaging"
_KAFKA = ("kafka", "aiokafka", "confluent_kafka")
_TAKES = frozenset(("poll", "consume", "getone", "getmany"))
_CONSUMERS = frozenset(("KafkaConsumer", "AIOKafkaConsumer", "Consumer", "DeserializingConsumer", "AvroConsumer"))


class Messaging(DecoratedFramework):
    """The plug-in."""

    name = NAME
    packages = ("kombu", "celery", "pika", "aio_pika", "faust", "oslo_messaging", *_KAFKA)
    noticed = frozenset(("basic_consume", "get_rpc_server", "register_callback")) | _TAKES | _CONSUMERS
    decorators: ClassVar[Kinds] = {
        "faust:*.agent": EntryKind.CONSUMER,
        "faust:*.timer": EntryKind.CRON,
        "faust:*.crontab": EntryKind.CRON,
    }

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the consumers."""
        served: set[int] = set()
        for found in super().entry_points():
            served.add(found.definition)
            yield found
        if self.imports(*_KAFKA):
            yield from self._loops()
        if self.imports("oslo_messaging"):
            yield from (one for one in self._targets() if one.definition not in served)

    def named(self, mark: Mark) -> str:
        """Return the topic of an agent."""
        topic = mark.call.args[0] if mark.call is not None and mark.call.args else None
        made = self.names.value_of(mark.module, mark.scope, topic) if isinstance(topic, Name) else topic
        known = text_of(made.args[0]) if isinstance(made, Call) and made.args else text_of(topic)
        return known or super().named(mark)

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """Return what a call gives to a consumer."""
        last = last_name(call.call.function)
        known = self.callee(call)
        if last == "basic_consume" and known:
            yield from self._basic_consume(call)
        elif last == "get_rpc_server" and known:
            yield from self._served(call)
        elif any(one.startswith("aio_pika.") for one in known) and last == "consume":
            yield from self.entries(EntryKind.CONSUMER, "", self.objects.handed(call, "callback", 0), call)
        elif last == "Consumer" and known:  # a mixin is given the class as a parameter, of which nothing is known
            yield from self._kombu(call)
        taken = last in _TAKES and call.definition >= 0
        if taken and any(one.partition(".")[0] in _KAFKA for one in self.objects.outside(call.callee)):
            yield self._at(call.definition, "", call.module, call.line)

    def _basic_consume(self, call: TypedCall) -> Iterator[FoundEntryPoint]:
        named = [self.objects.handed(call, name) for name, _ in call.keywords if name.endswith("callback")]
        placed = [self.objects.handed(call, "", place) for place in range(len(call.args))]
        texts = [text_in(value) for value in call.args]
        queue = text_argument(call, "queue") or next((text for text in texts if text), "")
        for value in (*named, *placed):
            yield from self.entries(EntryKind.CONSUMER, queue, value, call)

    def _kombu(self, call: TypedCall) -> Iterator[FoundEntryPoint]:
        """``Consumer(queues, callbacks=[…])``, or ``channel.Consumer``, also of a class that derives from it."""
        for name in ("callbacks", "on_message"):
            value = self.objects.handed(call, name)
            handed = self.objects.items(value) if name == "callbacks" else (value,)
            for one in handed:
                yield from self.entries(EntryKind.CONSUMER, "", one, call)

    def _served(self, call: TypedCall) -> Iterator[FoundEntryPoint]:
        """Return the methods of the endpoints of a server, by its topic."""
        target = call.call.args[1] if len(call.call.args) > 1 else keyword(call.call, "target")
        scope = self.objects.scope_of(call)
        made = _assigned(self.names.program.scopes(call.module)[scope], target) or target
        topic = keyword(made, "topic") if isinstance(made, Call) else None
        known = self.objects.text(call.module, 0, topic) if topic is not None else ""
        for endpoint in self.objects.items(self.objects.handed(call, "endpoints", 2)):
            if isinstance(endpoint, Instance):
                own = self.names.program.definitions[endpoint.definition].head.name
                for name, method in self.objects.public_methods(endpoint.definition):
                    yield FoundEntryPoint(EntryKind.RPC, f"{known or own}.{name}", method, call.module, call.line)

    def _targets(self) -> Iterator[FoundEntryPoint]:
        """Yield the methods of classes that have a ``target`` of oslo.messaging."""
        program = self.names.program
        for definition in program.definitions:
            binding = program.namespaces.get((definition.module, definition.scope), {}).get("target")
            if definition.head.kind != "class" or not isinstance(binding, ValueBinding):
                continue
            dotted = self.objects.dotted(definition.module, definition.scope, binding.value)
            if any(brief(one) == "oslo_messaging:Target()" for one in dotted):
                given = keyword(binding.value, "namespace") if isinstance(binding.value, Call) else None
                space = self.objects.text(definition.module, definition.scope, given) or definition.head.name
                for name, method in self.objects.public_methods(definition.id):
                    line = program.definitions[method].head.line
                    module = program.definitions[method].module
                    yield FoundEntryPoint(EntryKind.RPC, f"{space}.{name}", method, module, line)

    def _loops(self) -> Iterator[FoundEntryPoint]:
        """Yield the functions in which a loop goes over a consumer of Kafka."""
        program = self.names.program
        for module in program.modules:
            if not any(fact.module.partition(".")[0] in _KAFKA for fact in module.facts.imports):
                continue
            for index, scope in program.scopes(module.index).items():
                for statement in scope.statements:
                    if (
                        statement.kind == "for"
                        and index
                        and program.modules[module.index].facts.heads[index - 1].kind != "class"
                    ):
                        made = self._consumer(module.index, index, scope, statement.value)
                        if made is not None:
                            topics = "; ".join(
                                text for one in made.args if (text := self.objects.text(module.index, 0, one))
                            )
                            yield self._at(module.first + index - 1, topics, module.index, statement.line)

    def _consumer(self, module: int, index: int, scope: Scope, value: Expression) -> Call | None:
        """Return the call that made a consumer of Kafka: in the same function, a constant, or an attribute."""
        made = _assigned(scope, value) or self.names.value_of(module, index, value) or value
        if isinstance(value, Attribute) and isinstance(value.value, Name) and value.value.id == "self":
            bodies = self.names.program.scopes(module).values()
            same = (_assigned(body, value) for body in bodies)
            made = next((one for one in same if one is not None), made)
        if not isinstance(made, Call):
            return None
        dotted = self.objects.dotted(module, index, made)
        return made if any(one.partition(".")[0] in _KAFKA and one.endswith("Consumer()") for one in dotted) else None

    def _at(self, definition: int, name: str, module: int, line: int) -> FoundEntryPoint:
        own = self.names.program.definitions[definition].head.name
        return FoundEntryPoint(EntryKind.CONSUMER, name or own, definition, module, line)


def _assigned(scope: Scope, value: Expression | None) -> Expression | None:
    """Return what a scope assigned last to a name or an attribute of ``self``."""
    found = None
    for statement in scope.statements:
        for target in statement.targets if statement.kind == "assign" else ():
            same_name = isinstance(target, Name) and isinstance(value, Name) and target.id == value.id
            same_attribute = (
                isinstance(target, Attribute)
                and isinstance(value, Attribute)
                and (target.name == value.name and last_name(target.value) == last_name(value.value) == "self")
            )
            if (same_name or same_attribute) and not isinstance(statement.value, Items):
                found = statement.value
    return found
