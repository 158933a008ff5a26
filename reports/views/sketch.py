"""How is a diagram drawn up, box by box and arrow by arrow?"""

from __future__ import annotations

from reports.views.page import Diagram, Edge, EdgeKind, Node, NodeKind


class Sketch:
    """Boxes and arrows in the order they are added."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []

    def node(self, name: str, note: str, kind: NodeKind, *, left: bool = False) -> int:
        """Add a box and return its index."""
        self.nodes.append(Node(name, note, kind, left))
        return len(self.nodes) - 1

    def arrow(self, source: int, target: int, label: str, kind: EdgeKind = EdgeKind.CALL, width: int = 1) -> None:
        """Add an arrow between two boxes."""
        self.edges.append(Edge(source, target, label, kind, width))

    def diagram(self, name: str, title: str, description: str, frame: str = "") -> Diagram:
        """Return what was drawn up."""
        return Diagram(name, title, description, tuple(self.nodes), tuple(self.edges), frame)


def count(number: int, word: str) -> str:
    """Write a number with its word, which takes an s unless it is one."""
    return f"{number:,} {word}{'s' * (number != 1)}"
