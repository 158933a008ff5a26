"""marshmallow: schemas, which say what requests and answers hold.

Understands: subclasses of ``Schema``, also those of flask-marshmallow and of the project's own base; their fields with
``required``, ``load_default``, ``allow_none``, ``data_key``, ``OneOf``, lists and nested schemas.
Does not understand: fields that a schema makes of a mapped class (``SQLAlchemyAutoSchema``), and those that
``Schema.from_dict`` is given.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.marshmallow_fields import MarshmallowFields
from analyzer.link.framework import Framework
from analyzer.model.shapes import DataField, DataKind, DataType, Origin

NAME = "marshmallow"
_AUTOMATIC = ("SQLAlchemyAutoSchema", "SQLAlchemySchema", "ModelSchema")


class Marshmallow(Framework):
    """The plug-in."""

    name = NAME

    def is_used(self) -> bool:
        """Return whether the program imports the library, or one that brings it."""
        return self.imports("marshmallow", "flask_marshmallow", "webargs", "flask_smorest", "marshmallow_sqlalchemy")

    def data_types(self) -> Iterator[DataType]:
        """Return the schemas of the program."""
        fields = MarshmallowFields(self.names)
        program = self.names.program
        for one in program.definitions:
            if one.head.kind != "class" or not one.head.bases or not fields.is_schema(one.id):
                continue
            found = tuple(
                DataField(
                    field.name,
                    field.shape,
                    field.written,
                    Origin.ANNOTATION,
                    field.required,
                    field.default,
                    path=field.path,
                    line=field.line,
                )
                for field in fields.of(one.id)
            )
            outside = {base.rpartition(".")[2] for base in self.names.external_bases(one.id)}
            path = program.modules[one.module].path
            whole = outside.isdisjoint(_AUTOMATIC)
            yield DataType(one.name, DataKind.SERIALIZER, found, path, one.head.line, whole=whole)
