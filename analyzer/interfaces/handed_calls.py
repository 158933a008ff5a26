"""Where does a function call one of several functions that its callers hand it?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.link.program import Program
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Function, options
from analyzer.model.chains import last_name
from analyzer.model.interfaces import HandedCall


def handed_calls(program: Program, calls: Iterable[TypedCall]) -> set[HandedCall]:
    """Return those among some calls of bare names that call a parameter, of the function or of one around it."""
    found: set[HandedCall] = set()
    for call in calls:
        callees = [one.definition for one in options(call.callee) if isinstance(one, Function)]
        if len(callees) > 1 and _is_parameter(program, call):
            name = program.definitions[call.definition].name
            found |= {HandedCall(name, call.line, program.definitions[one].name) for one in callees}
    return found


def _is_parameter(program: Program, call: TypedCall) -> bool:
    name = last_name(call.call.function)
    around = call.definition
    while around >= 0:
        if any(one.name == name for one in program.definitions[around].head.parameters):
            return True
        around = program.definitions[around].parent
    return False
