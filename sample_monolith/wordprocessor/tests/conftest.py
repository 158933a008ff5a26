from __future__ import annotations

from collections.abc import Iterator

import pytest

from wordprocessor import history, spelling, styles


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    looks = dict(styles.STYLES)
    history.forget()
    yield
    for word in list(spelling.USER_WORDS):
        spelling.unlearn(word)
    styles.STYLES.clear()
    styles.STYLES.update(looks)
