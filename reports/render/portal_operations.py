"""How are operations and their inputs told in the portal: where each stands, and what is remarked on what it takes?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analyzer.model.contracts import Input, Operation, OperationKind
from analyzer.model.interfaces import Place
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import Origin, Shape, ShapeKind
from reports.render.contract_names import Names, slug
from reports.render.markdown import Written, code

SECTIONS_SHOWN = 150
"""Operations that a page describes; the OpenAPI file describes them all."""
_IN_ADDRESS = (Place.PATH, Place.QUERY, Place.HEADER, Place.COOKIE)


class Sections:
    """The operations of a page that have a section each: those between services and with many callers come first.

    An entry point of which only its address is known has none.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Give each a mark in the page, in the order of the page."""
        names = Names()
        telling = [one for one in operations if tells_more(one)]
        first = sorted(telling, key=lambda one: (one.kind is OperationKind.ENDPOINT, -len(one.callers)))
        chosen = {id(one) for one in first[:SECTIONS_SHOWN]}
        self.left_out = len(telling) - len(chosen)
        self._anchors: Mapping[int, str] = {
            id(one): names.free(f"operation-{slug(one.name)}", joint="-") for one in telling if id(one) in chosen
        }

    def of(self, one: Operation) -> str:
        """Give the mark of the section of an operation, or nothing."""
        return self._anchors.get(id(one), "")

    def headed(self, one: Operation) -> Written:
        """Write the name of an operation, as a link to its section if there is one."""
        anchor = self.of(one)
        return Written(f"[{code(one.name)}](#{anchor})") if anchor else code(one.name)


def tells_more(one: Operation) -> bool:
    """Tell whether more is known of an operation than its row says."""
    answers = one.result.shape.kind is not ShapeKind.UNKNOWN
    return bool(one.kind is not OperationKind.ENDPOINT or one.about or one.inputs or one.failures or answers)


def asked_by_key(taken: Input) -> bool:
    """Tell whether only the key of a row stands in the request, because an address holds no objects."""
    return taken.live == LiveKind.ENTITY and taken.place in _IN_ADDRESS and _names_data(taken.parameter.shape)


def remark(taken: Input) -> str:
    """Say what a reader has to know of an input, once: the key of a row that a method is called on tells all itself."""
    said = [taken.parameter.about]
    if taken.of_object and taken.parameter.origin is Origin.COLUMN:
        return taken.parameter.about
    if taken.of_object:
        said.append("Of the object that it is called on.")
    if taken.live:
        today = f"Today a live {taken.live}"
        said.append(f"{today}; instead: {taken.instead}." if taken.instead else f"{today}.")
    return " ".join(text for text in said if text)


def _names_data(shape: Shape) -> bool:
    return shape.kind is ShapeKind.DATA or any(_names_data(part) for part in shape.of)
