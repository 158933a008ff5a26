"""What does one file say? One pass from its syntax tree to ``FileFacts``; pure, and knows no framework."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Literal

import msgspec

from analyzer.extract import changed, heard
from analyzer.extract.docstrings import docstring, remark_on
from analyzer.extract.expressions import (
    UNKNOWN,
    lower,
    lower_all,
    lower_annotation,
    lower_keywords,
    lower_parameters,
)
from analyzer.extract.open_scope import OpenScope
from analyzer.extract.operators import OPERATORS
from analyzer.extract.patterns import captured_names, class_patterns
from analyzer.extract.words import count_words
from analyzer.model.chains import last_name
from analyzer.model.syntax import (
    Change,
    Constant,
    FileFacts,
    Head,
    ImportFact,
    Name,
    Scope,
    StatementKind,
)

_ImportKind = Literal["module", "type_checking", "string", "dynamic"]
_DefinitionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_ENCODER = msgspec.msgpack.Encoder()


def file_facts(tree: ast.Module, lines: int) -> FileFacts:
    """Return the facts of a parsed file of ``lines`` lines; raises RecursionError on absurdly nested source."""
    heard.begin()
    changed.begin()
    file = _File()
    file.read(tree.body, OpenScope(0, "", "module"))
    outer = {index: scope for index, scope in file.scopes.items() if file.is_interface(index)}
    inner = {index: scope for index, scope in file.scopes.items() if not file.is_interface(index)}
    imports = (*file.imports, *heard.imports())
    words = {index: count_words(names) for index, names in file.spoken.items()}
    words[0] = count_words(heard.names)
    changes = tuple([change for _, change in file.changes])
    return FileFacts(lines, imports, tuple(file.heads), words, outer, _ENCODER.encode(inner), changes)


class _File:
    """Collects the facts of one file; ``handle`` methods take (node, scope, block)."""

    def __init__(self) -> None:
        self.imports: list[ImportFact] = []
        self.heads: list[Head] = []
        self.scopes: dict[int, Scope] = {}
        self.spoken: dict[int, list[str]] = {}
        self.changes: list[tuple[str, Change]] = []
        self._type_checking = False
        self._handlers: dict[type[ast.AST], Callable[..., None]] = {
            ast.FunctionDef: self._definition,
            ast.AsyncFunctionDef: self._definition,
            ast.ClassDef: self._definition,
            ast.Expr: self._expression,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotate,
            ast.AugAssign: self._augment,
            ast.Return: self._return,
            ast.Raise: self._raise,
            ast.Break: self._jump,
            ast.Continue: self._jump,
            ast.Global: self._global,
            ast.Nonlocal: self._global,
            ast.Delete: self._delete,
            ast.Assert: self._assert,
            ast.If: self._if,
            ast.For: self._for,
            ast.AsyncFor: self._for,
            ast.While: self._while,
            ast.With: self._with,
            ast.AsyncWith: self._with,
            ast.Try: self._try,
            ast.Match: self._match,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
        }
        if hasattr(ast, "TryStar"):
            self._handlers[ast.TryStar] = self._try

    def is_interface(self, index: int) -> bool:
        """The module's and class bodies are needed while other files are linked; function bodies are not."""
        return index == 0 or self.heads[index - 1].kind == "class"

    def read(self, body: list[ast.stmt], scope: OpenScope) -> None:
        begun, inner = changed.mark(), len(self.changes)
        self._suite(body, scope, 0)
        read = self.scopes[scope.index] = Scope(tuple(scope.statements), tuple(scope.blocks))
        if self.is_interface(scope.index):
            changed.forget(begun)
        else:
            head = self.heads[scope.index - 1]
            self.changes[inner:] = changed.close(begun, self.changes[inner:], scope.index, head, read)

    def _suite(self, body: list[ast.stmt], scope: OpenScope, block: int) -> None:
        for node in body:
            handler = self._handlers.get(node.__class__)
            if handler is not None:
                handler(node, scope, block)

    def _definition(self, node: _DefinitionNode, scope: OpenScope, block: int) -> None:
        is_class = isinstance(node, ast.ClassDef)
        kind: Literal["class", "function", "method"] = (
            "class" if is_class else "method" if scope.kind == "class" else "function"
        )
        qualname = scope.prefix + node.name
        before = len(heard.names)
        decorators = lower_all(node.decorator_list)
        if isinstance(node, ast.ClassDef):
            bases, keywords = lower_all(node.bases), lower_keywords(node.keywords)
            head = Head(
                node.name,
                qualname,
                kind,
                node.lineno,
                node.end_lineno or node.lineno,
                scope.index,
                decorators,
                bases,
                keywords,
                doc=docstring(node.body),
            )
            around = (*decorators, *bases, *(keyword.value for keyword in keywords))
        else:
            parameters = lower_parameters(node.args)
            head = Head(
                node.name,
                qualname,
                kind,
                node.lineno,
                node.end_lineno or node.lineno,
                scope.index,
                decorators,
                (),
                (),
                parameters,
                lower_annotation(node.returns),
                isinstance(node, ast.AsyncFunctionDef),
                docstring(node.body),
            )
            defaults = (parameter.default for parameter in parameters)
            heard.names += [parameter.name for parameter in parameters]
            around = (*decorators, *(default for default in defaults if default is not UNKNOWN))
        self.heads.append(head)
        index = len(self.heads)
        scope.add("define", node.lineno, block, around, Constant(index, node.lineno))
        prefix = f"{qualname}." if is_class else f"{qualname}.<locals>."
        self.read(node.body, OpenScope(index, prefix, kind))
        heard.names.append(node.name)
        if scope.index == 0:
            self.spoken[index] = heard.names[before:]
            del heard.names[before:]

    def _expression(self, node: ast.Expr, scope: OpenScope, block: int) -> None:
        if isinstance(node.value, ast.Constant):
            heard.remark(node.value.value)
            remark_on(scope, node.value, node.lineno, block)
        else:
            scope.add("expression", node.lineno, block, (), lower(node.value))

    def _assign(self, node: ast.Assign, scope: OpenScope, block: int) -> None:
        targets = lower_all(node.targets)
        changed.store(targets, node.lineno)
        scope.add("assign", node.lineno, block, targets, lower(node.value))

    def _annotate(self, node: ast.AnnAssign, scope: OpenScope, block: int) -> None:
        targets = (lower(node.target), lower_annotation(node.annotation))
        changed.store(targets[:1], node.lineno)
        is_alias = last_name(targets[1]) == "TypeAlias"
        value = lower_annotation(node.value) if is_alias else lower(node.value)
        scope.add("annotate", node.lineno, block, targets, value)

    def _augment(self, node: ast.AugAssign, scope: OpenScope, block: int) -> None:
        operator = Constant(OPERATORS[node.op.__class__], node.lineno)
        target = lower(node.target)
        changed.store((target,), node.lineno)
        scope.add("augment", node.lineno, block, (target, operator), lower(node.value))

    def _return(self, node: ast.Return, scope: OpenScope, block: int) -> None:
        scope.add("return", node.lineno, block, (), lower(node.value))

    def _raise(self, node: ast.Raise, scope: OpenScope, block: int) -> None:
        scope.add("raise", node.lineno, block, (), lower(node.exc))

    def _jump(self, node: ast.Break | ast.Continue, scope: OpenScope, block: int) -> None:
        scope.add("jump", node.lineno, block, (), UNKNOWN)

    def _global(self, node: ast.Global | ast.Nonlocal, scope: OpenScope, block: int) -> None:
        kind: StatementKind = "global" if isinstance(node, ast.Global) else "nonlocal"
        changed.declaring.add(scope.index)
        scope.add(kind, node.lineno, block, tuple([Name(name, node.lineno) for name in node.names]), UNKNOWN)

    def _delete(self, node: ast.Delete, scope: OpenScope, block: int) -> None:
        targets = lower_all(node.targets)
        changed.store(targets, node.lineno)
        scope.add("delete", node.lineno, block, targets, UNKNOWN)

    def _assert(self, node: ast.Assert, scope: OpenScope, block: int) -> None:
        scope.add("test", node.lineno, block, (), lower(node.test))

    def _if(self, node: ast.If, scope: OpenScope, block: int) -> None:
        test = lower(node.test)
        scope.add("test", node.lineno, block, (), test)
        before = self._type_checking
        self._type_checking = before or _is_type_checking(node.test)
        self._suite(node.body, scope, scope.open("if", block, node.lineno, test))
        self._type_checking = before
        if node.orelse:
            self._suite(node.orelse, scope, scope.open("else", block, node.lineno, test))

    def _for(self, node: ast.For | ast.AsyncFor, scope: OpenScope, block: int) -> None:
        iterable = lower(node.iter)
        inside = scope.open("for", block, node.lineno, iterable)
        targets = (lower(node.target),)
        changed.store(targets, node.lineno)
        scope.add("for", node.lineno, block, targets, iterable)
        self._suite(node.body, scope, inside)
        if node.orelse:
            self._suite(node.orelse, scope, scope.open("else", block, node.lineno))

    def _while(self, node: ast.While, scope: OpenScope, block: int) -> None:
        test = lower(node.test)
        inside = scope.open("while", block, node.lineno, test)
        scope.add("test", node.lineno, inside, (), test)
        self._suite(node.body, scope, inside)
        if node.orelse:
            self._suite(node.orelse, scope, scope.open("else", block, node.lineno))

    def _with(self, node: ast.With | ast.AsyncWith, scope: OpenScope, block: int) -> None:
        inside = block
        for item in node.items:
            context = lower(item.context_expr)
            targets = (lower(item.optional_vars),) if item.optional_vars is not None else ()
            changed.store(targets, node.lineno)
            scope.add("with", node.lineno, inside, targets, context)
            inside = scope.open("with", inside, node.lineno, context)
        self._suite(node.body, scope, inside)

    def _try(self, node: ast.Try, scope: OpenScope, block: int) -> None:
        self._suite(node.body, scope, scope.open("try", block, node.lineno))
        for handler in node.handlers:
            caught = lower(handler.type)
            inside = scope.open("except", block, handler.lineno, caught)
            bound = () if handler.name is None else (Name(handler.name, handler.lineno),)
            scope.add("catch", handler.lineno, inside, bound, caught)
            self._suite(handler.body, scope, inside)
        if node.orelse:
            self._suite(node.orelse, scope, scope.open("else", block, node.lineno))
        if node.finalbody:
            self._suite(node.finalbody, scope, scope.open("finally", block, node.lineno))

    def _match(self, node: ast.Match, scope: OpenScope, block: int) -> None:
        subject = lower(node.subject)
        scope.add("match", node.lineno, block, captured_names(node), subject)
        for case in node.cases:
            inside = scope.open("case", block, case.pattern.lineno, lower(case.guard))
            for target, cls in class_patterns(case.pattern, subject):
                scope.add("catch", case.pattern.lineno, inside, (target,), cls)
            self._suite(case.body, scope, inside)

    def _import(self, node: ast.Import, scope: OpenScope, _block: int) -> None:
        for alias in node.names:
            fact = ImportFact(alias.name, 0, "", alias.asname or "", node.lineno, scope.index, self._import_kind())
            self.imports.append(fact)

    def _import_from(self, node: ast.ImportFrom, scope: OpenScope, _block: int) -> None:
        module = node.module or ""
        for alias in node.names:
            bound = alias.asname or alias.name
            kind = self._import_kind()
            self.imports.append(ImportFact(module, node.level, alias.name, bound, node.lineno, scope.index, kind))

    def _import_kind(self) -> _ImportKind:
        return "type_checking" if self._type_checking else "module"


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return name == "TYPE_CHECKING"
