"""Was a commit made by a program?"""

from __future__ import annotations

import re

_BOT = re.compile(
    r"(?:^|[\W_])bot(?:$|[\W_])"
    r"|dependabot|greenkeeper|github-actions|renovate|pre-commit-ci|pyup|snyk|mergify|weblate|transifex|imgbot"
    r"|allcontributors|codecov|deepsource|semantic-release",
    re.IGNORECASE,
)


def is_bot(author: str) -> bool:
    """Return whether the mail or name of an author is that of a program; what it changes together says nothing."""
    return _BOT.search(author) is not None
