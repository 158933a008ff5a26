"""In which order are the modules of a program linked, and which functions stand inside which?"""

from __future__ import annotations

from analyzer.link.program import LinkedModule, Program, absolute


def importers_first(program: Program) -> list[LinkedModule]:
    """Return the modules so that one stands before those it imports, as far as there are no circles."""
    imported = [_imported(program, module) for module in program.modules]
    done: set[int] = set()
    after: list[int] = []
    for start in range(len(program.modules)):
        if start in done:
            continue
        done.add(start)
        stack = [(start, iter(imported[start]))]
        while stack:
            module, rest = stack[-1]
            following = next((one for one in rest if one not in done), None)
            if following is None:
                after.append(module)
                stack.pop()
            else:
                done.add(following)
                stack.append((following, iter(imported[following])))
    return [program.modules[index] for index in reversed(after)]


def _imported(program: Program, module: LinkedModule) -> list[int]:
    found: dict[int, None] = {}
    for fact in module.facts.imports:
        source = absolute(module, fact)
        for name in (f"{source}.{fact.name}", source):
            index = program.module_index.get(name)
            if index is not None:
                found[index] = None
                break
    return list(found)


def nested_functions(program: Program) -> dict[int, tuple[int, ...]]:
    """Map each function to the functions inside it, at any depth."""
    found: dict[int, tuple[int, ...]] = {}
    for module in program.modules:
        for scope, head in enumerate(module.facts.heads, start=1):
            around = head.scope
            while around:
                outer = module.facts.heads[around - 1]
                if outer.kind != "class" and head.kind != "class":
                    unit = program.unit(module.index, around)
                    found[unit] = (*found.get(unit, ()), program.unit(module.index, scope))
                around = outer.scope
    return found
