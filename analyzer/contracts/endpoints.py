"""Which entry points of today do the work themselves, and what do they take and give?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from analyzer.contracts.adapters import ANSWERED
from analyzer.contracts.addresses import Address, Addresses, status_of
from analyzer.contracts.background import Background
from analyzer.contracts.channels import Channels
from analyzer.contracts.effects import Effects, behind
from analyzer.contracts.existing import shown
from analyzer.contracts.forms import Exchange, form_of
from analyzer.contracts.idempotence import idempotence
from analyzer.contracts.inputs import INSTEAD, Taken, keys, taken
from analyzer.contracts.routes import address_of
from analyzer.contracts.skipped import Lines
from analyzer.contracts.wording import kebab, words
from analyzer.model.code import DefinitionKind
from analyzer.model.contracts import Failure, Input, Operation, OperationKind
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.interfaces import Parameter, Place, RequestInput, Result
from analyzer.model.shapes import Origin, Shape, ShapeKind

_ARGUED = (EntryKind.GRAPHQL, EntryKind.SOAP, EntryKind.WEBSOCKET, EntryKind.RPC)
"""Whose handlers are given what the caller sends as their own parameters."""
_CONTEXT = frozenset({"root", "info", "_info", "_root", "context", "ctxt", "request", "websocket", "ws"})
"""What frameworks hand to handlers beside what the caller sends."""


_SHOWING = ("GET", "HEAD")
_ELSEWHERE = (302, 303)


class Endpoints:
    """Makes the operations that are entry points."""

    def __init__(self, back: Background, effects: Effects, addresses: Addresses) -> None:
        """``effects`` are those of all entry points as well."""
        self._back = back
        self._effects = effects
        self._addresses = addresses
        self._channels = Channels(back.facts.entry_points)

    def made(self, absorbed: Container[EntryPoint]) -> Iterator[Operation]:
        """Yield an operation for each name under which a service is reached, without those that calls ``absorbed``."""
        named: dict[tuple[str, EntryKind, str], list[EntryPoint]] = defaultdict(list)
        for one in self._back.facts.entry_points:
            known = self._back.evidence.is_service(one.service) and one.definition in self._back.definitions
            if known and one.kind in ANSWERED and one not in absorbed:
                named[one.service, one.kind, one.name].append(one)
        used: set[tuple[str, str]] = set()
        for (service, kind, name), entries in sorted(named.items()):
            spelled = _name(kind, name)
            last = entries[0].definition.rpartition(".")[2]
            tries = (spelled, f"{spelled}_{last}", f"{spelled}_{last}_{len(used)}")
            free = next(one for one in tries if (service, one) not in used)
            used.add((service, free))
            yield self._operation(service, free, entries)

    def _operation(self, service: str, name: str, entries: Sequence[EntryPoint]) -> Operation:
        back, first = self._back, entries[0]
        definitions = tuple(dict.fromkeys(one.definition for one in entries))
        deeds = self._effects.of(*_running(entries, back))
        address = self._address(service, first)
        inputs = self._inputs(entries, address)
        result, statuses = self._result(entries)
        live = next((kind for one in definitions if (kind := back.live_kind(one))), "")
        those = tuple(Taken(one.parameter, one.live) for one in inputs)
        form = form_of(Exchange(service, deeds, those, result, live, (), ()))
        channel, reason = self._channels.of(service, form, shown(entries), OperationKind.ENDPOINT)
        may_repeat, why = idempotence(deeds, by_key=bool(keys(those)))
        signature = back.promises.signature(first.definition)
        return Operation(
            service=service,
            name=name,
            kind=OperationKind.ENDPOINT,
            definitions=definitions,
            at=back.at(first.definition),
            form=form,
            channel=channel,
            channel_reason=reason,
            method=address.method,
            path=address.path,
            inputs=inputs,
            result=result,
            status=_success(statuses, address.method) or status_of(form, result, address.method, creates=False),
            failures=_failures(entries, back),
            effect=deeds.effect,
            idempotent=may_repeat,
            idempotent_reason=why,
            reads=deeds.tables(changed=False),
            changes=deeds.tables(changed=True),
            callers=(),
            endpoints=shown(entries),
            confidence=_sure(inputs, result),
            doubts=(*_doubts(inputs, result), *self._open(entries)),
            about=signature.about if signature is not None else "",
        )

    def _address(self, service: str, entry: EntryPoint) -> Address:
        method, _, path = entry.name.partition(" ")
        if entry.kind is EntryKind.HTTP:
            address = address_of(entry.name) or Address(method, path)
            while not self._addresses.claim(service, address):
                address = Address(address.method, f"{address.path.rstrip('/')}/{kebab(entry.definition)}")
            return address
        return Address(method if path else "call", path or method)

    def _inputs(self, entries: Sequence[EntryPoint], address: Address) -> tuple[Input, ...]:
        """Return what a request carries: what is read of it, and the parameters that its address fills."""
        found: dict[tuple[str, Place], Input] = {}
        for entry in entries:
            served = self._back.served.get((entry.definition, entry.name))
            for one in served.inputs if served is not None else ():
                found.setdefault((one.name, one.place), Input(_parameter(one), one.place))
            for each in taken((entry.definition,), self._back):
                name = each.parameter.name
                in_path = name in address.variables
                if in_path or (entry.kind in _ARGUED and served is None and name not in _CONTEXT):
                    place = Place.PATH if in_path else Place.BODY
                    found.setdefault((name, place), Input(each.parameter, place, each.live, INSTEAD.get(each.live, "")))
        for name in sorted(address.variables - {name for name, place in found if place is Place.PATH}):
            shape = Shape(ShapeKind.STRING)
            found[name, Place.PATH] = Input(Parameter(name, "keyword", shape, "", Origin.ANNOTATION), Place.PATH)
        return tuple(one for _, one in sorted(found.items(), key=lambda item: (list(Place).index(item[0][1]), item[0])))

    def _open(self, entries: Iterable[EntryPoint]) -> tuple[str, ...]:
        """Return what the source leaves open of what runs around entry points."""
        served = (self._back.served.get((one.definition, one.name)) for one in entries)
        return tuple(dict.fromkeys(doubt for one in served if one is not None for doubt in one.doubts))

    def _result(self, entries: Iterable[EntryPoint]) -> tuple[Result, tuple[int, ...]]:
        for entry in entries:
            served = self._back.served.get((entry.definition, entry.name))
            if served is not None:
                return served.result, served.statuses
            signature = self._back.promises.signature(entry.definition)
            if signature is not None and entry.kind in _ARGUED:
                return signature.result, ()
        return Result(), ()


def runs(definitions: Iterable[str], back: Background) -> tuple[str, ...]:
    """Return what may run where entry points are called: of a class its methods."""
    found: list[str] = []
    for name in definitions:
        found.append(name)
        if back.definitions[name].kind is DefinitionKind.CLASS:
            found += back.methods.get(name, ())
    key = back.objects.key
    for one in back.served.values():
        found += [key(name, one.owner) for name in (one.definition, *one.runs)]
        found += map(key, (*one.around, *map(behind, one.behind)))
        found += [key(one.owner)] if one.generic else []
    return tuple(dict.fromkeys(found))


def _running(
    entries: Sequence[EntryPoint], back: Background
) -> tuple[tuple[str, ...], frozenset[str], tuple[Lines, ...]]:
    """Return what runs for entry points, the classes whose rows a library only shows, and lines that do not run."""
    found: dict[str, None] = {}
    ruled_out: dict[Lines, None] = {}
    shown: set[str] = set()
    key = back.objects.key
    for entry in entries:
        served = back.served.get((entry.definition, entry.name))
        owner = served.owner if served is not None else ""
        ruled_out |= dict.fromkeys(served.ruled_out if served is not None else ())
        found[key(entry.definition, owner)] = None
        found |= dict.fromkeys(served.around if served is not None else ())
        found |= dict.fromkeys(map(behind, served.behind if served is not None else ()))
        if served is not None and served.owner:
            found |= dict.fromkeys(key(name, owner) for name in served.runs)
            if entry.definition == served.owner or (served.generic and served.owner in back.definitions):
                found[key(served.owner)] = None  # the rows that a library's handler works on stand at the class
                if entry.name.partition(" ")[0] in _SHOWING:
                    shown.add(served.owner)
        elif back.definitions[entry.definition].kind is DefinitionKind.CLASS:
            found |= dict.fromkeys(back.methods.get(entry.definition, ()))
    return tuple(found), frozenset(shown), tuple(ruled_out)


def _failures(entries: Sequence[EntryPoint], back: Background) -> tuple[Failure, ...]:
    """Return what escapes any of some entry points, each exception once."""
    found: dict[str, Failure] = {}
    for entry in entries:
        for one in back.failures_of_entry(entry):
            found.setdefault(one.exception, one)
    return tuple(one for _, one in sorted(found.items()))


def _success(statuses: Sequence[int], method: str) -> int:
    """Return the code of success: a form that is sent leads on, and is shown again where something is wrong."""
    on = next((one for one in statuses if one in _ELSEWHERE), 0)
    return on if on and method not in _SHOWING else next(iter(statuses), 0)


def _parameter(one: RequestInput) -> Parameter:
    return Parameter(one.name, "keyword", one.shape, one.written, one.origin, one.required, one.default)


def _name(kind: EntryKind, name: str) -> str:
    """Return a name for an entry point as programs can write it: ``GET /orders/<int:id>`` is ``get_orders_id``."""
    address = address_of(name) if kind is EntryKind.HTTP else None
    method, _, path = name.partition(" ")
    if address is not None:
        method, path = address.method, address.path
    before = (method.lower(),) if path and kind is EntryKind.HTTP else ()
    return "_".join((*before, *words(path or method))) or kind.value


def _sure(inputs: Sequence[Input], result: Result) -> float:
    known = [one.parameter.shape.kind is not ShapeKind.UNKNOWN for one in inputs]
    share = sum(known) / len(known) if known else 1.0
    return round((0.5 + 0.5 * share) * (1.0 if result.shape.kind is not ShapeKind.UNKNOWN else 0.8), 2)


def _doubts(inputs: Iterable[Input], result: Result) -> tuple[str, ...]:
    unknown = [one.parameter.name for one in inputs if one.parameter.shape.kind is ShapeKind.UNKNOWN]
    found = [f"nothing says what {name or 'the body'} is" for name in unknown]
    if result.shape.kind is ShapeKind.UNKNOWN:
        found.append("nothing says what it answers")
    return tuple(found)
