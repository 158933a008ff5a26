"""In which state is a file that a run looks at, and in which is the code that runs?"""

from __future__ import annotations

import hashlib
from pathlib import Path


def state_of_file(place: Path, most: int) -> bytes:
    """Return the bytes of a file of at most so many, and of any other what keeps a run from reading it."""
    try:
        if place.is_symlink():
            return b"link"
        return b"read " + place.read_bytes() if place.stat().st_size <= most else b"large"
    except OSError as problem:
        return f"not read: {problem.errno}".encode()


def state_of_code(folder: Path) -> bytes:
    """Return a hash of all files of a package, with their names."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix != ".pyc" and file.is_file():
            digest.update(f"{file.relative_to(folder)}\n{file.stat().st_size}\n".encode())
            digest.update(file.read_bytes())
    return digest.digest()
