"""Who derives from whom, by hand and against a plain walk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.findings.heirs import Heirs
from cuts import Cut, service_of

NAMES = [f"{service}.{name}" for service in ("a", "b", "c") for name in ("F", "G", "H")]
PLACED = {name: service_of(name) for name in NAMES}


def test_heirs_of_heirs_count() -> None:
    cut = Cut().derive("b.G", "a.F").derive("c.H", "b.G").derive("a.G", "a.F")
    heirs = Heirs(cut.facts(), PLACED)
    assert heirs.derives("c.H", "a.F")
    assert not heirs.derives("a.F", "c.H")
    assert not heirs.derives("a.F", "a.F")
    assert [heirs.elsewhere(name, service_of(name)) for name in ("a.F", "b.G", "c.H", "a.G")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_kernel_is_nobody() -> None:
    heirs = Heirs(Cut().derive("kernel.Base", "a.F").facts(), PLACED)
    assert not heirs.elsewhere("a.F", "a")
    assert Heirs(Cut().derive("kernel.Base", "a.F").derive("b.F", "kernel.Base").facts(), PLACED).elsewhere("a.F", "a")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=14))
def test_bits_equal_a_plain_walk(pairs: list[tuple[str, str]]) -> None:
    cut = Cut(*NAMES)
    for name, base in pairs:
        cut.derive(name, base)
    heirs = Heirs(cut.facts(), PLACED)
    for name in NAMES:
        below: set[str] = set()
        pending = [name]
        while pending:
            those = {heir for heir, base in pairs if base in pending} - below
            below |= those
            pending = sorted(those)
        assert heirs.elsewhere(name, service_of(name)) == any(service_of(one) != service_of(name) for one in below)
        assert all(heirs.derives(one, name) for one in below)
