"""What does a request carry for a set of forms, of which a view of ``extra_views`` takes any number at once?

Each field bears the prefix of the set and the number of its form, ``form-0-quantity``, which is written ``form-{n}-…``
here; beside them stands how many forms there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.serving.asked import method_of
from analyzer.frameworks.plain_shapes import INTEGER
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.model.chains import text_of
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import Origin, Shape
from analyzer.model.syntax import Subscript

_VIEWS = ("FormSetView", "ModelFormSetView")
_COUNTS = ("INITIAL_FORMS", "TOTAL_FORMS")


class FormSets:
    """Answers for classes of views."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._bodies = Bodies(names.program)

    def takes(self, cls: int) -> bool:
        """Return whether a view takes a set of forms, whose prefix is no relation's."""
        return any(base.rpartition(".")[2] in _VIEWS for base in self._names.external_bases(cls))

    def inputs(self, cls: int, fields: Iterable[RequestInput], key: Shape) -> Iterator[RequestInput]:
        """Yield what is sent: the fields of each form, the key of its object, and the two numbers of forms."""
        place = self._names.program.definitions[cls]
        at = (self._names.program.modules[place.module].path, place.head.line)
        prefix = self._prefix(cls)
        for count in _COUNTS:
            yield RequestInput(f"{prefix}-{count}", Place.FORM, INTEGER, True, *at, "", Origin.ANNOTATION)
        if any("Model" in base for base in self._names.external_bases(cls)):
            yield RequestInput(f"{prefix}-{{n}}-id", Place.FORM, key, False, *at, "", Origin.COLUMN)
        for one in fields:
            if one.name != "id":
                yield msgspec.structs.replace(one, name=f"{prefix}-{{n}}-{one.name}", required=False)

    def _prefix(self, cls: int) -> str:
        """The prefix that ``get_formset_kwargs`` stores, or the class says, or the library's."""
        found = method_of(self._names, cls, "get_formset_kwargs")
        for one in self._bodies.statements(found) if found >= 0 else ():
            for target in one.targets:
                if isinstance(target, Subscript) and text_of(target.index) == "prefix" and text_of(one.value):
                    return text_of(one.value)
        said = self._names.member(cls, "prefix")
        told = text_of(said[1].value) if said is not None and isinstance(said[1], ValueBinding) else ""
        return told or "form"
