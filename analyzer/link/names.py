"""What does a name mean, from where it stands?

Follows imports, re-exports, star imports and aliases to a definition, a module, a value, or something outside.
"""

from __future__ import annotations

import builtins

from analyzer.link.linearization import merged
from analyzer.link.namespaces import Binding, DefinitionBinding, ImportBinding, ValueBinding
from analyzer.link.objects import AttributesOfValues
from analyzer.link.program import Program
from analyzer.link.types import ClassOf, External, Function, ModuleOf, Type
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Name, Subscript

_BUILTINS = frozenset(dir(builtins))
_UNASKED: object = object()
_DEEPEST = 24  # re-exports of re-exports, names made of names; a longer chain is a circle


class Value:
    """A name bound by an assignment at the level of a module or class: where, and to what."""

    __slots__ = ("binding", "module", "scope")

    def __init__(self, module: int, scope: int, binding: ValueBinding) -> None:
        self.module = module
        self.scope = scope
        self.binding = binding


Meaning = Type | Value


class Names:
    """Looks names up in a program; answers are remembered."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.exports: dict[str, frozenset[str]] = {}  # what star imports of modules outside bring, say frameworks
        self._labelled: dict[tuple[str, str], int] = {}
        self._module_members: dict[tuple[int, str], Meaning | None] = {}
        self._of_values = AttributesOfValues(self)
        self._outside: dict[int, tuple[str, ...]] = {}
        self._after: dict[tuple[int, int, str], tuple[int, Binding] | None] = {}
        self._mro: dict[int, tuple[int, ...]] = {}
        self._bases: dict[int, tuple[Type, ...]] = {}
        self._members: dict[tuple[int, str, bool], tuple[int, Binding] | None] = {}

    def lookup(self, module: int, scope: int, name: str) -> Meaning | None:
        """Return what a bare name means inside a scope of a module; None if nothing binds it there."""
        program = self.program
        heads = program.modules[module].facts.heads
        current, inner = scope, True
        while current:
            head = heads[current - 1]
            if inner or head.kind != "class":
                binding = program.namespaces.get((module, current), {}).get(name)
                if binding is not None:
                    return self._meaning(module, current, binding, 0)
            inner = False
            current = head.scope
        found = self.member_of_module(module, name)
        return External(f"builtins.{name}") if found is None and name in _BUILTINS else found

    def member_of_module(self, module: int, name: str, depth: int = 0) -> Meaning | None:
        """Return what ``module.name`` means, through its imports and star imports."""
        key = (module, name)
        known = self._module_members.get(key, _UNASKED)
        if known is not _UNASKED:
            return known  # type: ignore[return-value]  # not _UNASKED
        if depth > _DEEPEST:
            return None
        self._module_members[key] = None  # a circle of re-exports ends here
        program = self.program
        binding = program.namespaces.get((module, 0), {}).get(name)
        found = None if binding is None else self._meaning(module, 0, binding, depth)
        if found is None:
            inside = f"{program.modules[module].name}.{name}"
            is_module = program.modules[module].is_package and program.has_module(inside)
            found = ModuleOf(inside) if is_module else self._from_stars(module, name, depth)
        self._module_members[key] = found
        return found

    def attribute_of_module(self, dotted_module: str, name: str, depth: int = 0) -> Meaning | None:
        """Return what ``name`` means in a module or package given by its dotted name."""
        index = self.program.module_index.get(dotted_module)
        if index is not None:
            found = self.member_of_module(index, name, depth)
            if found is not None:
                return found
        inside = f"{dotted_module}.{name}"
        return ModuleOf(inside) if self.program.has_module(inside) else None

    def resolve(self, module: int, scope: int, expression: Expression) -> Meaning | None:
        """Return what a chain of names means without following values: enough for bases, decorators, annotations."""
        match expression:
            case Name(id=name):
                return self.lookup(module, scope, name)
            case Attribute(value=value, name=name):
                return self.attribute(self.resolve(module, scope, value), name)
            case Subscript(value=Call(args=args), index=Constant(value=int() as place)):
                return self._loaded(args, place)
            case Subscript(value=value):
                return self.resolve(module, scope, value)
            case Call(function=function, args=args):
                loaded = self._loaded(args)
                if loaded is not None:
                    return loaded
                called = self.resolve(module, scope, function)
                return External(f"{called.name}()") if isinstance(called, External) else None
            case _:
                return None

    def label(self, classes: dict[tuple[str, str], int]) -> None:
        """Let calls with the label of an app and the name of a class, both in small letters, mean that class."""
        self._labelled = classes
        self._of_values.forget()
        for known in (self._mro, self._bases, self._members, self._outside, self._after):
            known.clear()  # some bases may be such calls

    def loaded(self, module: str, name: str) -> Meaning | None:
        """Return what a call loads that is given the text of a module, or the end of one, and a name in only one."""
        found = [self.attribute_of_module(one, name) for one in self.program.modules_ending(module)]
        there = [meaning for meaning in found if meaning is not None]
        return there[0] if len(there) == 1 else None

    def _loaded(self, args: tuple[Expression, ...], place: int = -1) -> Meaning | None:
        if not args[1:] or not isinstance(args[0], Constant) or not isinstance(args[0].value, str):
            return None
        named: Expression = args[1]
        if place >= 0:
            inside = named.items if isinstance(named, Items) else ()
            named = inside[place] if place < len(inside) else named
        text = named.value if isinstance(named, Constant) else None
        if not isinstance(text, str):
            return None
        labelled = self._labelled.get((args[0].value.lower(), text.lower()))
        return self.loaded(args[0].value, text) if labelled is None else ClassOf(labelled)

    def origin(self, module: int, scope: int, expression: Expression) -> str:
        """Return the name of the module in which the value behind a name was made; empty where it is no value."""
        meaning = self.resolve(module, scope, expression)
        for _ in range(_DEEPEST):
            if not isinstance(meaning, Value):
                break
            inner = self.resolve(meaning.module, meaning.scope, meaning.binding.value)
            if not isinstance(inner, Value):
                return self.program.modules[meaning.module].name
            meaning = inner
        if isinstance(expression, Attribute):
            return self.origin(module, scope, expression.value)
        return ""

    def value_of(self, module: int, scope: int, expression: Expression) -> Expression | None:
        """Return the expression that a name was assigned; None where it is anything but a value."""
        meaning = self.resolve(module, scope, expression)
        return meaning.binding.value if isinstance(meaning, Value) else None

    def base_name(self, module: int, scope: int, base: Expression) -> str:
        """Return the dotted name of a base outside the project, followed through values; empty for any other."""
        meaning = self._base(module, scope, base)
        return meaning.name if isinstance(meaning, External) else ""

    def bases(self, definition: int) -> tuple[Type, ...]:
        """Return the direct bases of a class that could be resolved: ClassOf, or External."""
        if definition not in self._bases:
            found = self.program.definitions[definition]
            self._bases[definition] = ()  # a class that is its own base
            meanings = [self._base(found.module, found.head.scope, base) for base in found.head.bases]
            self._bases[definition] = tuple(base for base in meanings if base is not None)
        return self._bases[definition]

    def base_names(self, definition: int) -> tuple[str, ...]:
        """Return the dotted names of the direct bases of a class in the project."""
        found = (base.definition for base in self.bases(definition) if isinstance(base, ClassOf))
        return tuple(self.program.definitions[base].name for base in found)

    def mro(self, definition: int) -> tuple[int, ...]:
        """Return a class and its ancestors in the project, by Python's C3 order where it exists."""
        found = self._mro.get(definition)
        if found is None:
            self._mro[definition] = (definition,)
            parents = [base.definition for base in self.bases(definition) if isinstance(base, ClassOf)]
            found = self._mro[definition] = (definition, *merged([*(list(self.mro(p)) for p in parents), parents]))
        return found

    def external_bases(self, definition: int) -> tuple[str, ...]:
        """Return the dotted names of all ancestors outside the project, nearest first, without repeats."""
        if definition not in self._outside:
            ancestors = (base for cls in self.mro(definition) for base in self.bases(cls))
            self._outside[definition] = tuple(dict.fromkeys(one.name for one in ancestors if isinstance(one, External)))
        return self._outside[definition]

    def member(self, definition: int, name: str, *, after: bool = False) -> tuple[int, Binding] | None:
        """Return the class that binds a member and its binding; ``after`` skips the class itself (``super()``)."""
        key = (definition, name, after)
        found = self._members.get(key, _UNASKED)
        if found is _UNASKED:
            found = self._members[key] = self._member(self.mro(definition)[1 if after else 0 :], name)
        return found  # type: ignore[return-value]  # not _UNASKED

    def member_after(self, definition: int, cls: int, name: str) -> tuple[int, Binding] | None:
        """Return what ``super()`` in ``cls`` finds for an object of the class ``definition``."""
        key = (definition, cls, name)
        if key not in self._after:
            order = self.mro(definition)
            self._after[key] = self._member(order[order.index(cls) + 1 :] if cls in order else (), name)
        return self._after[key]

    def _member(self, order: tuple[int, ...], name: str) -> tuple[int, Binding] | None:
        for cls in order:
            found = self.program.definitions[cls]
            binding = self.program.namespaces.get((found.module, found.scope), {}).get(name)
            if binding is not None:
                return cls, binding
        return None

    def as_type(self, definition: int, *, typed: bool = False) -> Type:
        """Return the type of a definition's name: the class, or the function."""
        is_class = self.program.definitions[definition].head.kind == "class"
        return ClassOf(definition) if is_class else Function(definition, typed)

    def _base(self, module: int, scope: int, base: Expression) -> Type | None:
        for _ in range(_DEEPEST):
            meaning = self.resolve(module, scope, base)
            if isinstance(meaning, Value):
                module, scope, base = meaning.module, meaning.scope, meaning.binding.value
                continue
            made = self._returned(module, scope, base) if meaning is None else None
            if made is None:
                return meaning
            module, scope, base = made
        return None

    def _returned(self, module: int, scope: int, base: Expression) -> tuple[int, int, Expression] | None:
        """``class Page(page_base())``: what the function of the project returns last, and where that stands."""
        called = self.resolve(module, scope, base.function) if isinstance(base, Call) else None
        if not isinstance(called, Function):
            return None
        found = self.program.definitions[called.definition]
        for statement in reversed(self.program.scopes(found.module)[found.scope].statements):
            if statement.kind == "return" and isinstance(statement.value, (Name, Attribute, Call)):
                return found.module, found.scope, statement.value
        return None

    def _meaning(self, module: int, scope: int, binding: Binding, depth: int) -> Meaning | None:
        match binding:
            case DefinitionBinding(definition=definition):
                return self.as_type(definition)
            case ImportBinding(module=source, name=name):
                return self._imported(source, name, depth)
            case ValueBinding():
                return Value(module, scope, binding)

    def _imported(self, source: str, name: str, depth: int) -> Meaning | None:
        program = self.program
        if not name:
            return ModuleOf(source) if program.has_module(source) else External(source)
        if program.has_module(source):
            return self.attribute_of_module(source, name, depth + 1)
        return External(f"{source}.{name}")

    def _from_stars(self, module: int, name: str, depth: int) -> Meaning | None:
        """What nothing else binds comes from the last module outside, of those of which it is not known to be wrong."""
        outside = ""
        for source in reversed(self.program.stars.get(module, [])):
            index = self.program.module_index.get(source)
            if index is None:
                if name in self.exports.get(source, ()):
                    return External(f"{source}.{name}")
                outside = outside or ("" if source in self.exports else source)
                continue
            exported = self.program.exported(index)
            if name in exported if exported is not None else not name.startswith("_"):
                found = self.member_of_module(index, name, depth + 1)
                if found is not None:
                    return found
        return External(f"{outside}.{name}") if outside and name not in _BUILTINS and name[:1] != "_" else None

    def attribute(self, value: Meaning | None, name: str) -> Meaning | None:
        """Return what ``value.name`` means."""
        match value:
            case ModuleOf(name=module):
                return self.attribute_of_module(module, name)
            case External(name=outside):
                return External(f"{outside}.{name}")
            case ClassOf(definition=definition):
                found = self.member(definition, name)
                return None if found is None else self._member_meaning(*found)
            case Value():
                return self._of_values.read(value, name)
            case _:
                return None

    def _member_meaning(self, cls: int, binding: Binding) -> Meaning | None:
        found = self.program.definitions[cls]
        return self._meaning(found.module, found.scope, binding, 0)
