"""In which order does a class look for its members?"""

from __future__ import annotations


def merged(sequences: list[list[int]]) -> list[int]:
    """C3 linearization (Barrett et al. 1996); where none exists the first candidate is taken, and nothing is lost."""
    result: list[int] = []
    pending = [list(sequence) for sequence in sequences if sequence]
    while pending:
        tails = {item for sequence in pending for item in sequence[1:]}
        candidate = next((sequence[0] for sequence in pending if sequence[0] not in tails), pending[0][0])
        result.append(candidate)
        pending = [[item for item in sequence if item != candidate] for sequence in pending]
        pending = [sequence for sequence in pending if sequence]
    return result
