"""Which classes are mapped, and what do they state, themselves and through their mixins?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.imperative import ImperativeMapping, imperative_mappings
from analyzer.frameworks.sqlalchemy.texts import Uncomputable, snake_case
from analyzer.frameworks.sqlalchemy.values import Values, dotted
from analyzer.link.names import Names
from analyzer.link.namespaces import Binding, DefinitionBinding, ValueBinding
from analyzer.link.program import ProgramDefinition
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import is_true, keyword, last_name
from analyzer.model.packages import PackageClass
from analyzer.model.syntax import Attribute, Call, Expression, Unknown
from analyzer.project.packages import Packages, known_packages

_BASES = ("DeclarativeBase", "DeclarativeBaseNoMeta")
_MAKERS = ("declarative_base()", "generate_base()", "automap_base()", *_BASES)
_LIKE_BASES = ("Base", "Model", "()")
_BASE_DECORATORS = ("as_declarative", "as_declarative_base")
_MAPPED_DECORATORS = ("mapped", "mapped_as_dataclass")
_META = "DeclarativeMeta"


def class_readers(names: Names) -> tuple[Values, Classes, Packages]:
    """Return the readers of a program that know the packages of the shipped file and of the user's."""
    packages = known_packages(names.program.settings.packages)

    def outside(name: str, args: Sequence[object]) -> object:
        given = args[0] if args else None
        if isinstance(given, ClassOf) and name.startswith("sqlalchemy.") and name.endswith(".has_inherited_table"):
            return classes.mapped_parent(given.definition) >= 0
        yields = packages.function(name)
        if not yields or not isinstance(given, str):
            raise Uncomputable
        return snake_case(given) if yields == "snake_case" else given.lower()

    values = Values(names, outside)
    classes = Classes(names, values, packages)
    return values, classes, packages


class MappedAttribute(msgspec.Struct, frozen=True):
    """What a class states under a name: a value, an annotation or both, and where; ``owner`` is the class or mixin."""

    name: str
    place: Place
    value: Expression
    annotation: Expression
    owner: int


class Root(msgspec.Struct, frozen=True):
    """The declarative base that a class stands on: its name outside the project, and the class whose base it is."""

    name: str
    cls: int


class Classes:
    """Answers about the classes of a program; they are remembered."""

    def __init__(self, names: Names, values: Values, packages: Packages) -> None:
        """``packages`` tell which classes outside the program are bases or mapped."""
        self._names = names
        self._program = names.program
        self._values = values
        self.packages = packages
        self._mappings = {one.cls: one for one in imperative_mappings(names)}
        self._lineages: dict[int, tuple[int, ...]] = {}
        self._roots: dict[int, Root | None] = {}

    def all(self) -> Iterator[ProgramDefinition]:
        """Yield every class of the program."""
        return (found for found in self._program.definitions if found.head.kind == "class")

    def lineage(self, cls: int) -> tuple[int, ...]:
        """Return a class and its ancestors, those included that its base was made from: ``declarative_base(cls=…)``."""
        if cls not in self._lineages:
            order = self._names.mro(cls)
            self._lineages[cls] = order
            made = (more for one in order for more in self._made_from(one))
            self._lineages[cls] = tuple(dict.fromkeys((*order, *made)))
        return self._lineages[cls]

    def root(self, cls: int) -> Root | None:
        """Return the declarative base of a class."""
        if cls not in self._roots:
            self._roots[cls] = None
            found = [root for one in self._names.mro(cls) if (root := self._own_root(one)) is not None]
            self._roots[cls] = found[-1] if found else None
        return self._roots[cls]

    def is_mapped(self, cls: int) -> bool:
        """True for a class with rows of its own or in its parent's table: below a base, neither a base nor abstract."""
        if cls in self._mappings:
            return True
        root = self.root(cls)
        if root is None or self.is_abstract(cls) or self._is_base(cls):
            return False
        known = self.packages.find(root.name)
        return known is None or not known.option or self._is_given(cls, known.option)

    def base(self, cls: int) -> PackageClass | None:
        """Return what is known of the declarative base of a class."""
        root = self.root(cls)
        return self.packages.find(root.name) if root is not None else None

    def mapping(self, cls: int) -> ImperativeMapping | None:
        """Return the call that maps a class, if one does."""
        return self._mappings.get(cls)

    def constant(self, cls: int, name: str) -> str:
        """Return the text that a name holds in a class or its ancestors."""
        for ancestor in self.lineage(cls):
            binding = self.own_value(ancestor, name)
            if isinstance(binding, ValueBinding):
                return self._values.text(self._values.place_of(ancestor, cls), binding.value)
        return ""

    def mapped_parent(self, cls: int) -> int:
        """Return the nearest ancestor that is mapped; -1 if there is none."""
        return next((one for one in self.lineage(cls)[1:] if self.is_mapped(one)), -1)

    def is_abstract(self, cls: int) -> bool:
        """True where the class itself says ``__abstract__``, or stands for its concrete subclasses."""
        binding = self.own(cls).get("__abstract__")
        value = binding.value if isinstance(binding, ValueBinding) else None
        if is_true(value):
            return True
        outside = (base.name for base in self._names.bases(cls) if isinstance(base, External))
        return any(name.endswith("AbstractConcreteBase") for name in outside)

    def name(self, cls: int) -> str:
        """Return the name of a class in its module."""
        return self._program.definitions[cls].head.name

    def own(self, cls: int) -> dict[str, Binding]:
        """Return what the body of a class binds."""
        found = self._program.definitions[cls]
        return self._program.namespaces.get((found.module, found.scope), {})

    def own_value(self, cls: int, name: str) -> Binding | None:
        """Return what the body of a class binds to a name; None for a bare annotation, which promises a value only."""
        binding = self.own(cls).get(name)
        is_bare = isinstance(binding, ValueBinding) and isinstance(binding.value, Unknown)
        return None if is_bare else binding

    def attributes(self, cls: int) -> Iterator[MappedAttribute]:
        """Yield what a class states besides what a mapped parent keeps; of each name the nearest."""
        seen: set[str] = set()
        elsewhere: set[int] = set()
        for ancestor in self.lineage(cls)[1:]:
            if self.is_mapped(ancestor):
                elsewhere.update(self.lineage(ancestor))
        mapping = self._mappings.get(cls)
        if mapping is not None:
            place = msgspec.structs.replace(mapping.place, cls=cls)
            seen.update(name for name, _ in mapping.properties)
            yield from (MappedAttribute(name, place, value, Unknown(), cls) for name, value in mapping.properties)
        for ancestor in self.lineage(cls):
            for name, binding in self.own(ancestor).items():
                if name in seen:
                    continue
                seen.add(name)
                found = self.attribute(cls, ancestor, name, binding)
                if found is not None and (ancestor not in elsewhere or self._cascades(binding)):
                    yield found

    def attribute(self, cls: int, owner: int, name: str, binding: Binding) -> MappedAttribute | None:
        """Return what a binding in the body of ``owner`` states for ``cls``; None for methods and inner classes."""
        if isinstance(binding, ValueBinding):
            return MappedAttribute(name, self._values.place_of(owner, cls), binding.value, binding.annotation, owner)
        if not isinstance(binding, DefinitionBinding):
            return None
        head = self._program.definitions[binding.definition].head
        if not any("declared_attr" in dotted(one) for one in head.decorators):
            return None
        held = self._values.returned(binding.definition, cls)
        return MappedAttribute(name, held.place, held.expression, head.returns, owner) if held is not None else None

    def _cascades(self, binding: Binding) -> bool:
        if not isinstance(binding, DefinitionBinding):
            return False
        head = self._program.definitions[binding.definition].head
        return any(dotted(one).endswith("declared_attr.cascading") for one in head.decorators)

    def _is_base(self, cls: int) -> bool:
        head = self._program.definitions[cls].head
        if any(dotted(one).rpartition(".")[2] in _BASE_DECORATORS for one in head.decorators):
            return True
        if any(one.name == "metaclass" and last_name(one.value) == _META for one in head.keywords):
            return True
        outside = [base.name for base in self._names.bases(cls) if isinstance(base, External)]
        return any("sqlalchemy" in name and name.rpartition(".")[2] in _BASES for name in outside)

    def _own_root(self, cls: int) -> Root | None:
        found = self._program.definitions[cls]
        if any(dotted(one).rpartition(".")[2] in _BASE_DECORATORS for one in found.head.decorators):
            return Root("sqlalchemy.orm.as_declarative()", cls)
        if any(one.name == "metaclass" and last_name(one.value) == _META for one in found.head.keywords):
            return Root("sqlalchemy.orm.DeclarativeMeta", cls)
        for decorator in found.head.decorators:
            function = decorator.function if isinstance(decorator, Call) else decorator
            if isinstance(function, Attribute) and function.name in _MAPPED_DECORATORS:
                name = self._names.base_name(found.module, found.head.scope, function)
                if "sqlalchemy" in name:
                    return Root(name, cls)
        for base in found.head.bases:
            name = self._outside_name(self._outer_place(found), base)
            if self._is_declarative(name):
                return Root(name, cls)
        return None

    def _is_declarative(self, name: str) -> bool:
        known = self.packages.find(name)
        if known is not None:
            return known.kind != "mixin"
        last = name.rpartition(".")[2]
        if name.startswith("sqlalchemy."):
            return last in _MAKERS
        return "sqlalchemy" in name.lower() and last.endswith(_LIKE_BASES)

    def _is_given(self, cls: int, option: str) -> bool:
        given = next((one.value for one in self._program.definitions[cls].head.keywords if one.name == option), None)
        return is_true(given)

    def _outside_name(self, place: Place, base: Expression) -> str:
        """The dotted name of a base outside the project, also where a function of the project hands it out."""
        name = self._names.base_name(place.module, place.scope, base)
        if name or isinstance(self._names.resolve(place.module, place.scope, base), ClassOf):
            return name
        place, base = self._values.followed(place, base)
        if isinstance(base, Attribute):
            owner = self._outside_name(place, base.value)
            return f"{owner}.{base.name}" if owner else ""
        if isinstance(base, Call):
            meaning = self._names.resolve(place.module, place.scope, base.function)
            outside = self._names.external_bases(meaning.definition) if isinstance(meaning, ClassOf) else ()
            extended = next((one for one in outside if one.endswith("SQLAlchemy")), "")
            return f"{extended}()" if extended else self._names.base_name(place.module, place.scope, base)
        return ""

    def _made_from(self, cls: int) -> Iterator[int]:
        """Yield the ancestors that a call passes on to the base it makes."""
        found = self._program.definitions[cls]
        for base in found.head.bases:
            made = base
            place = self._outer_place(found)
            if isinstance(self._names.resolve(place.module, place.scope, base), (ClassOf, External)):
                made = base.value if isinstance(base, Attribute) else base
            place, made = self._values.followed(place, made)
            if isinstance(made, Attribute):
                place, made = self._values.followed(place, made.value)
            if isinstance(made, Call):
                given = keyword(made, "cls") or keyword(made, "model_class")
                meaning = self._names.resolve(place.module, place.scope, given) if given is not None else None
                if isinstance(meaning, ClassOf):
                    yield from self._names.mro(meaning.definition)

    def _outer_place(self, found: ProgramDefinition) -> Place:
        return Place(found.module, found.head.scope, self._program.modules[found.module].path)
