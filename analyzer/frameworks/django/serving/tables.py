"""What does django_tables2 read of the query: by what each table is sorted, its page, and how many rows one has?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.serving.written import constant, items
from analyzer.frameworks.plain_shapes import INTEGER, STRING, array_of
from analyzer.frameworks.request_reads.frames import Arguments, Frame, NoHook, Running
from analyzer.frameworks.request_reads.values import Bound, Outside, Special, Value
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf
from analyzer.model.chains import is_false, keyword
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import Origin, Shape
from analyzer.model.syntax import Call, Expression, Name

_LIBRARY = "django_tables2."
_ONE = ("SingleTableMixin", "SingleTableView")
_SEVERAL = ("MultiTableMixin",)
_EXPORTING = ("ExportMixin",)
_CONFIG = "RequestConfig"
_SORT = "order_by_field"
_FIELDS: dict[str, tuple[str, Shape]] = {
    _SORT: ("sort", array_of(STRING)),
    "page_field": ("page", INTEGER),
    "per_page_field": ("per_page", INTEGER),
}
"""What the ``Meta`` of a table may rename: the name of each input, and its shape."""
_COUNTED, _NUMBER = "table_{}-", "{n}"
_MOST_TABLES = 20

_Read = tuple[str, Shape]


class Tables:
    """Answers for views that show tables."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def of(self, cls: int, at: tuple[str, int]) -> Iterator[RequestInput]:
        """Yield what the library reads of the query for a view."""
        bases = self._names.external_bases(cls)
        found = {one.rpartition(".")[2] for one in bases if one.startswith(_LIBRARY)}
        read: list[_Read] = []
        if not found.isdisjoint(_SEVERAL):
            read += self._of_several(cls)
        elif not found.isdisjoint(_ONE):
            read += self.of_table(self._table(cls), is_paged=self._is_paged(cls))
        if not found.isdisjoint(_EXPORTING):
            read.append((self._text(cls, "export_trigger_param") or "_export", STRING))
        for name, shape in read:
            yield RequestInput(name, Place.QUERY, shape, False, *at, "", Origin.ANNOTATION)

    def of_table(self, table: int, prefix: str = "", *, is_paged: bool) -> Iterator[_Read]:
        """Yield what is read for a table of a class (-1: not known), which may be given a prefix."""
        prefix = prefix or self._meta(table, "prefix")
        for field, (usual, shape) in _FIELDS.items():
            if is_paged or field == _SORT:
                yield prefix + (self._meta(table, field) or usual), shape

    def _of_several(self, cls: int) -> Iterator[_Read]:
        """Each table without a prefix of its own is given one with its number, ``{n}`` where they are not listed."""
        counted = self._text(cls, "table_prefix") or _COUNTED
        listed = self._value(cls, "tables")
        found = items(self._names, listed) if listed is not None else None
        is_paged = self._is_paged(cls)
        if found is None or len(found) > _MOST_TABLES:
            yield from self.of_table(-1, counted.replace("{}", _NUMBER), is_paged=is_paged)
            return
        number = 0
        for module, scope, one in found:
            table, own = self.made(module, scope, one)
            prefix = own or self._meta(table, "prefix")
            yield from self.of_table(table, prefix or counted.replace("{}", str(number)), is_paged=is_paged)
            number += not prefix

    def made(self, module: int, scope: int, written: Expression) -> tuple[int, str]:
        """Return the class of a table that an expression names or makes (-1: not known), and the prefix it is given."""
        prefix = keyword(written, "prefix") if isinstance(written, Call) else None
        given = constant(self._names, (module, scope, prefix)) if prefix is not None else ""
        named = self._names.resolve(module, scope, written.function if isinstance(written, Call) else written)
        return named.definition if isinstance(named, ClassOf) else -1, given if isinstance(given, str) else ""

    def _table(self, cls: int) -> int:
        found = self._value(cls, "table_class")
        named = self._names.resolve(*found) if found is not None else None
        return named.definition if isinstance(named, ClassOf) else -1

    def _is_paged(self, cls: int) -> bool:
        found = self._value(cls, "table_pagination")
        return found is None or not is_false(found[2])

    def _meta(self, table: int, name: str) -> str:
        """What the ``Meta`` of a table says; empty where it says nothing."""
        member = self._names.member(table, "Meta") if table >= 0 else None
        binding = member[1] if member is not None else None
        return self._text(binding.definition, name) if isinstance(binding, DefinitionBinding) else ""

    def _text(self, cls: int, name: str) -> str:
        found = self._value(cls, name)
        said = constant(self._names, found) if found is not None else ""
        return said if isinstance(said, str) else ""

    def _value(self, cls: int, name: str) -> tuple[int, int, Expression] | None:
        member = self._names.member(cls, name)
        if member is None or not isinstance(member[1], ValueBinding):
            return None
        place = self._names.program.definitions[member[0]]
        return place.module, place.scope, member[1].value


class TableReads(NoHook):
    """Knows ``RequestConfig(request).configure(table)``."""

    def __init__(self, names: Names) -> None:
        self._tables = Tables(names)

    def called(self, run: Running, called: Value, given: Arguments, frame: Frame) -> tuple[Value | None] | None:
        """Note what is read where a table is configured; remember of the configuration whether it makes pages."""
        match called:
            case Outside(name=name) if name.startswith(_LIBRARY) and name.rpartition(".")[2] == _CONFIG:
                return (Special(_CONFIG, "", int(not is_false(given.written(1, "paginate")))),)
            case Bound(receiver=Special(owner=owner, number=paged), name="configure") if owner == _CONFIG:
                table, prefix = self._configured(given.written(0, "table"), frame)
                for name, shape in self._tables.of_table(table, prefix, is_paged=bool(paged)):
                    taken = run.notes.take((Place.QUERY,), name, frame.path, frame.line)
                    run.notes.refine(taken, shape, Origin.ANNOTATION)
                    run.notes.spare(taken)
                return (None,)
        return None

    def _configured(self, written: Expression | None, frame: Frame) -> tuple[int, str]:
        if isinstance(written, Name) and frame.body is not None:
            for one in frame.body.statements:
                named = any(isinstance(target, Name) and target.id == written.id for target in one.targets)
                if named and isinstance(one.value, Call):
                    return self._tables.made(frame.module, frame.scope, one.value)
        return self._tables.made(frame.module, frame.scope, written) if written is not None else (-1, "")
