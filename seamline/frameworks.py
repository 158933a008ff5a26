"""What a plug-in for a framework is made of: everything that ``docs/guide/frameworks.md`` speaks of, in one place.

``API_VERSION`` changes when a plug-in written before would no longer be asked, or answer, what it was written for.
"""

from __future__ import annotations

from analyzer.link.found import Found, FoundAccess, FoundEntryPoint, FoundResource, Gap, ImplicitAccess, Waiting
from analyzer.link.framework import API_VERSION, Framework
from analyzer.link.names import Names
from analyzer.link.patterns import family, is_known, parameter_marks, says_nothing, shown
from analyzer.link.protocol import TypedAssignment, TypedCall, TypedUse, Values
from analyzer.link.schema import DeclaredKey, DeclaredTable, Schema
from analyzer.link.texts import spellings
from analyzer.link.types import ClassOf, External, Function, Instance, Literal, Method, Query, Type, options
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.entry_points import EntryKind
from analyzer.model.resources import ResourceKind, ResourceOperation

__all__ = [
    "API_VERSION",
    "Certainty",
    "ClassOf",
    "DeclaredKey",
    "DeclaredTable",
    "EntryKind",
    "External",
    "Found",
    "FoundAccess",
    "FoundEntryPoint",
    "FoundResource",
    "Framework",
    "Function",
    "Gap",
    "ImplicitAccess",
    "Instance",
    "Literal",
    "Method",
    "Names",
    "Query",
    "ResourceKind",
    "ResourceOperation",
    "RowOperation",
    "Schema",
    "Type",
    "TypedAssignment",
    "TypedCall",
    "TypedUse",
    "Values",
    "Waiting",
    "family",
    "is_known",
    "last_name",
    "options",
    "parameter_marks",
    "says_nothing",
    "shown",
    "spellings",
]
