"""What do linking and interpretation come to, as records of the result?"""

from __future__ import annotations

from analyzer.extract.changed import root_of
from analyzer.link.decorators import is_property
from analyzer.link.names import Names
from analyzer.link.types import ClassOf
from analyzer.model.code import Definition, DefinitionKind
from analyzer.model.facts import Inheritance


def definitions(names: Names) -> tuple[Definition, ...]:
    """Return every definition of the program, sorted by name and place."""
    program = names.program
    found = []
    for definition in program.definitions:
        module = program.modules[definition.module]
        outer = program.definitions[definition.outermost]
        found.append(
            Definition(
                name=definition.name,
                kind=DefinitionKind(definition.head.kind),
                module=module.name,
                qualname=definition.head.qualname,
                path=module.path,
                line=definition.head.line,
                end_line=definition.head.end_line,
                within="" if outer is definition else outer.name,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.name, one.path, one.line)))


def properties(names: Names) -> tuple[str, ...]:
    """Return the names of the methods that run where an attribute is read, sorted."""
    return tuple(sorted({one.name for one in names.program.definitions if is_property(one.head.decorators)}))


def inheritance(names: Names) -> tuple[Inheritance, ...]:
    """Return which class derives from which class of the project, sorted."""
    program = names.program
    found = set()
    for definition in program.definitions:
        if definition.head.kind == "class":
            path = program.modules[definition.module].path
            for base in names.bases(definition.id):
                if isinstance(base, ClassOf) and base.definition != definition.id:
                    parent = program.definitions[base.definition].name
                    found.add(Inheritance(definition.name, parent, path, definition.head.line))
    return tuple(sorted(found))


def library_heirs(names: Names) -> tuple[Inheritance, ...]:
    """Return which class derives, however far up, from which class outside the project, sorted."""
    program = names.program
    return tuple(
        sorted(
            Inheritance(one.name, base, program.modules[one.module].path, one.head.line)
            for one in program.definitions
            if one.head.kind == "class"
            for base in names.external_bases(one.id)
        )
    )


def changing(names: Names) -> tuple[str, ...]:
    """Return the methods that change the object they are called on, sorted."""
    program = names.program
    found = set()
    for module in program.modules:
        for change in module.facts.changes:
            head = module.facts.heads[change.scope - 1]
            root = root_of(change.target)
            if root is not None and head.kind == "method" and head.parameters and head.parameters[0].name == root.id:
                found.add(program.definitions[module.first + change.scope - 1].name)
    return tuple(sorted(found))
