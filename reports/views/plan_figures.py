"""By which figures are options and steps compared, and what does each count?"""

from __future__ import annotations

FIGURES: tuple[tuple[str, str, str], ...] = (
    ("calls_cut", "calls cut", "Calls that would go from one process to another."),
    ("calls_in_loops", "of these in loops", "Calls cut that are made once for each turn of a loop."),
    ("shared_tables", "shared tables", "Tables that several processes use, until their remedies are carried out."),
    ("crossing_transactions", "crossing transactions", "Transactions that write tables of several processes."),
    ("synchronous_depth", "borders in a row", "The most borders that one chain of calls crosses, each waiting."),
    ("modules_to_split", "modules to split", "Modules that hold code of several processes."),
    ("operations", "operations", "What one process offers another."),
)
"""The field of the figure, how it is called, and what it counts."""
