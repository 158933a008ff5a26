"""Gets published releases of open-source applications to analyse: downloaded by pip, unpacked, never installed or run.

Each is pinned by version and checksum, so that it is the same code everywhere. It stays in the cache once it is there.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Release:
    """A wheel of pure Python: what the application is called, the requirement, the SHA-256, and what it is."""

    name: str
    requirement: str
    sha256: str
    about: str


RELEASES = (
    Release(
        "oscar",
        "django-oscar==4.2.1",
        "adbb95ea0130859c204cc6fb221052d6d437ecbaa90800e8418a809f72645e9c",
        "an online shop; Django, models loaded by name",
    ),
    Release(
        "zou",
        "zou==1.0.97",
        "54d235fbe30cf6d2ec251ea07887a827a91c157722bd7f48b1c1a878b1c7d131",
        "tracking of film production; Flask and SQLAlchemy",
    ),
    Release(
        "nova",
        "nova==34.0.0",
        "8b46997836961762608e6e46e6d4945325d8a1fb8004e79e552e55839061f10c",
        "virtual machines of a cloud; SQLAlchemy, two databases, messages",
    ),
)
_DOWNLOAD = (
    *("-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"),
    *("--no-deps", "--ignore-requires-python", "--only-binary", ":all:", "--require-hashes"),
)


class NotToBeHadError(Exception):
    """A release could not be downloaded; says what pip said last."""


def get(release: Release, cache: Path) -> Path:
    """Return the folder with the release, downloaded if it is not in ``cache``; raises NotToBeHadError."""
    home = cache / release.requirement.replace("==", "-") / release.name
    if not home.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            unpacked = Path(scratch) / "unpacked"
            with zipfile.ZipFile(_download(release, Path(scratch))) as wheel:
                wheel.extractall(unpacked)  # zipfile keeps every name below the folder
            home.parent.mkdir(exist_ok=True)
            unpacked.rename(home)
    return home


def _download(release: Release, folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{release.requirement} --hash=sha256:{release.sha256}\n", encoding="utf-8")
    command = [sys.executable, *_DOWNLOAD, "--dest", str(folder), "--requirement", str(wanted)]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    wheels = list(folder.glob("*.whl"))
    if run.returncode or not wheels:
        said = [line for line in run.stderr.splitlines() if line.startswith("ERROR")]
        raise NotToBeHadError(said[-1].removeprefix("ERROR: ") if said else "pip says nothing")
    return wheels[0]
