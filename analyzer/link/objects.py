"""What does an attribute of an object mean where nothing runs?

``db = Engine()``, ``class User(db.Model)``: of an object of a class of the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import External
from analyzer.model.syntax import Attribute, Name

if TYPE_CHECKING:
    from analyzer.link.names import Meaning, Names


def attribute_of_object(names: Names, cls: int, name: str) -> Meaning | None:
    """Return what ``__init__`` assigns to an attribute; without that, the attribute of an object of the outer base."""
    starting = names.member(cls, "__init__")
    if starting is not None and isinstance(starting[1], DefinitionBinding):
        found = names.program.definitions[starting[1].definition]
        first = found.head.parameters[0].name if found.head.parameters else ""
        for statement in names.program.scopes(found.module)[found.scope].statements:
            for target in statement.targets if statement.kind == "assign" else ():
                owner = target.value if isinstance(target, Attribute) and target.name == name else None
                if isinstance(owner, Name) and owner.id == first:
                    return names.resolve(found.module, found.scope, statement.value)
    outside = names.external_bases(cls)
    return External(f"{outside[0]}().{name}") if outside else None
