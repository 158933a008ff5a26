"""How does content reach the disk, so that nothing half-written is ever found there?"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from reports.errors import ReportError
from reports.render.formats import Content

STDOUT = "-"


def check_writable(target: str, is_folder: bool) -> None:
    """Raise ReportError if ``target`` could not be written; to be asked before any work is done."""
    path = Path(target)
    if target == STDOUT:
        if is_folder:
            raise ReportError("this format is a folder of files and cannot go to stdout; give a folder name")
        return
    if is_folder and path.exists() and not path.is_dir():
        raise ReportError(f"cannot write the folder {target}: a file of that name stands there; choose another name")
    if not is_folder and path.is_dir():
        raise ReportError(f"cannot write {target}: it is a folder; give the name of a file in it")
    place = path if path.is_dir() or _is_device(path) else path.resolve().parent
    if not place.exists():
        raise ReportError(f"cannot write {target}: the folder {place} does not exist; create it first")
    if not os.access(place, os.W_OK):
        raise ReportError(f"cannot write {target}: no permission in {place}; choose another place")


def write(target: str, content: Content) -> None:
    """Write a file, or a folder of files; each file appears under its name only when all are whole.

    Other files of an existing folder are left alone. Raises ReportError if the disk refuses.
    """
    is_folder = isinstance(content, Mapping)
    check_writable(target, is_folder)
    try:
        if isinstance(content, Mapping):
            _write_files({Path(target) / name: data for name, data in content.items()})
        elif target == STDOUT:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        elif _is_device(Path(target)):
            Path(target).write_bytes(content)
        else:
            _write_files({Path(target).resolve(): content})
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ReportError(f"cannot write {target}: {error.strerror or error}") from error


def _is_device(path: Path) -> bool:
    """Tell a pipe or device, which must be written to and never be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _write_files(files: Mapping[Path, bytes]) -> None:
    waiting: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
            waiting[temporary] = path
            temporary.write_bytes(data)
        for temporary, path in waiting.items():
            temporary.replace(path)
    except BaseException:
        for temporary in waiting:
            temporary.unlink(missing_ok=True)
        raise
