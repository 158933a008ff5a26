"""What is the analysed tree, as the result shows it?"""

from __future__ import annotations

from analyzer.model.analysis import Project
from analyzer.project.roots import Roots
from analyzer.source.discovery import Tree


def describe(
    tree: Tree, roots: Roots, frameworks: tuple[str, ...], notes: tuple[str, ...], unmet: tuple[str, ...]
) -> Project:
    """Return what the tree is, as the result shows it."""
    name = roots.prefix or tree.root.resolve().name
    return Project(name, roots.roots, frameworks, notes, unmet)
