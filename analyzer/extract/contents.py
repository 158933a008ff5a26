"""What is a file for, by what it holds? Tests and migrations bear any name and stand anywhere."""

from __future__ import annotations

import re

from analyzer.model.chains import last_name
from analyzer.model.code import ModuleKind
from analyzer.model.syntax import Constant, Expression, FileFacts, Head, Name, Operation

_TEST_LIBRARIES = {"unittest", "unittest2", "pytest", "nose", "testtools", "asynctest", "twisted.trial", "django.test"}
_TEST_SIGNS = tuple(sorted(f"{name}." for name in (*_TEST_LIBRARIES, "mock")))
_TEST_BASE = ("TestCase", "TestBase", "TestSuite", "LiveServerTestCase")
_TEST_NAME = re.compile(r"test(?:_|[A-Z]|$)")
_SCHEMA_CHANGES = {"upgrade", "downgrade"}


def kind_by_content(facts: FileFacts) -> ModuleKind:
    """Return what a file is for where its content leaves no doubt, else code.

    A test file imports a test library, and all that it defines are test cases, classes of these, test functions and
    fixtures, one of them a test. A migration has a class ``Migration`` derived from one of that name, or an Alembic
    revision, or ``upgrade`` that is given an engine. A script does its work under ``if __name__ == "__main__"``; a
    module of a package may do so too, so its place has to agree.
    """
    outermost = [head for head in facts.heads if head.scope == 0]
    if _is_migration(facts, outermost):
        return ModuleKind.MIGRATION
    if _is_test(facts, outermost):
        return ModuleKind.TEST
    if any(block.kind == "if" and _is_main(block.head) for block in facts.scopes[0].blocks):
        return ModuleKind.SCRIPT
    return ModuleKind.CODE


def holds_tests(facts: FileFacts) -> bool:
    """True for a file with a sign of tests: it imports a test library, or defines a test function or a test case."""
    libraries = {fact.module for fact in facts.imports if not fact.level and fact.kind != "string"}
    if any(f"{name}.".startswith(_TEST_SIGNS) for name in libraries):
        return True
    cases = {place + 1 for place, head in enumerate(facts.heads) if head.kind == "class" and _tests_something(head)}
    derived = {place for place in cases if any(last_name(b).endswith(_TEST_BASE) for b in facts.heads[place - 1].bases)}
    return bool(derived) or any(
        _TEST_NAME.match(head.name) and (head.scope in cases or (head.kind == "function" and head.scope == 0))
        for head in facts.heads
    )


def _is_test(facts: FileFacts, outermost: list[Head]) -> bool:
    libraries = {fact.module for fact in facts.imports if not fact.level}
    if not any(name in _TEST_LIBRARIES or name.partition(".")[0] in _TEST_LIBRARIES for name in libraries):
        return False
    full = _full_of_tests(facts)
    tests = [head for head in outermost if _tests_something(head) or head.name in full]
    return bool(tests) and all(head in tests or _serves_tests(head) for head in outermost)


def _tests_something(head: Head) -> bool:
    if head.kind == "class":
        return head.name.startswith("Test") or any(last_name(base).endswith(_TEST_BASE) for base in head.bases)
    return head.name.startswith("test")


def _full_of_tests(facts: FileFacts) -> set[str]:
    """The outermost classes that hide test cases, to derive from, where no runner of tests looks for them."""
    inside: dict[str, list[Head]] = {}
    for head in facts.heads:
        outer = facts.heads[head.scope - 1] if head.scope else head
        if head.scope and outer.scope == 0 and outer.kind == "class":
            inside.setdefault(outer.name, []).append(head)
    return {
        name
        for name, heads in inside.items()
        if all(head.kind == "class" for head in heads) and any(_tests_something(head) for head in heads)
    }


def _serves_tests(head: Head) -> bool:
    return head.name.startswith("_") or any(last_name(one) == "fixture" for one in head.decorators)


def _is_migration(facts: FileFacts, outermost: list[Head]) -> bool:
    for head in outermost:
        if (
            head.kind == "class"
            and head.name == "Migration"
            and any(last_name(b).endswith("Migration") for b in head.bases)
        ):
            return True
    functions = {head.name for head in outermost if head.kind == "function"}
    if not _SCHEMA_CHANGES.isdisjoint(functions):
        bound = {
            target.id
            for statement in facts.scopes[0].statements
            if statement.kind in ("assign", "annotate")
            for target in statement.targets[:1]
            if isinstance(target, Name)
        }
        if {"revision", "down_revision"} <= bound:
            return True
        return any(
            head.name == "upgrade" and [one.name for one in head.parameters] == ["migrate_engine"] for head in outermost
        )
    return False


def _is_main(test: Expression) -> bool:
    return (
        isinstance(test, Operation)
        and test.operator == "=="
        and any(isinstance(one, Name) and one.id == "__name__" for one in test.operands)
        and any(isinstance(one, Constant) and one.value == "__main__" for one in test.operands)
    )
