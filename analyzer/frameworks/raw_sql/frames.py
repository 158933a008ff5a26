"""What is known of the words between two parentheses while a statement is being read?"""

from __future__ import annotations

from analyzer.model.data import RowOperation


class Frame:
    """What stands between two parentheses, or the whole statement.

    ``kind``: ``derived`` in place of a table, ``expression`` for a common table expression, else empty. ``clause`` is
    where reading is, ``expects`` what comes next: a ``table`` to read from, a ``target``, or neither. ``naming`` is the
    place in a ``WITH``: ``name``, ``body``, ``next``; ``pending`` the name it has read, ``visible`` those before it.
    ``hides``: an unknown part stands where its tables may be. ``reads`` and ``targets`` are tables, ``names`` all of
    them by the names that they go by here, ``assigned`` the names before the dots of ``SET a.x = 1``.
    """

    __slots__ = (
        "aliases", "assigned", "begins", "clause", "expects", "has_from", "has_set", "hides", "is_recursive", "joined",
        "kind", "names", "naming", "operations", "pending", "reads", "targets", "verb", "visible",
    )  # fmt: skip

    def __init__(self) -> None:
        self.kind = ""
        self.verb = ""
        self.clause = ""
        self.expects = ""
        self.begins = True
        self.naming = ""
        self.pending = ""
        self.is_recursive = False
        self.visible: list[str] = []
        self.reads: list[str] = []
        self.targets: list[str] = []
        self.operations: dict[RowOperation, None] = {}
        self.names: dict[str, str] = {}
        self.aliases: set[str] = set()
        self.assigned: dict[str, None] = {}
        self.has_set = False
        self.has_from = False
        self.hides = False
        self.joined = 0

    def take(self, inner: Frame) -> None:
        """Take over what stood in place of a table: a query counts as one, the tables of a join as themselves."""
        if inner.verb:
            self.joined += 1
            return
        self.reads += inner.reads
        self.names |= inner.names
        self.aliases |= inner.aliases
        self.joined += inner.joined

    def written(self) -> list[str]:
        """Return the tables that are written.

        ``UPDATE a JOIN b SET b.x = 1`` writes b, ``DELETE o FROM orders o`` orders.
        """
        if self.verb == "UPDATE" and self.assigned:
            found = [self.names[name] for name in self.assigned if name in self.names]
            if found:
                return [name for name in found if name]
        resolved = [
            self.names.get(name.lower(), name) if name.lower() in self.aliases else name for name in self.targets
        ]
        return [name for name in resolved if name]
