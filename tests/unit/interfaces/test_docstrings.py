"""What docstrings say in the three ways that people write them."""

from __future__ import annotations

import pytest

from analyzer.frameworks.plain_shapes import BOOLEAN, INTEGER, MAP, NUMBER, STRING, STRINGS, array_of, text_as
from analyzer.frameworks.shapes import nullable, one_of
from analyzer.interfaces.docstrings import Said, read_docstring, words_shape
from analyzer.model.shapes import UNKNOWN, Shape

SPHINX = """Send a reminder
    to a customer.

    More of it.

    :param customer_id: who gets it
        by mail
    :param int days: how long ago
    :type customer_id: int
    :returns: whether it went out
    :rtype: bool
    :raises ValueError: never
    """
GOOGLE = """Send a reminder to a customer.

    Args:
        customer_id (int): who gets it
            by mail
        days (int, optional): how long ago: in days
        *others: who else
        note: a text

    Returns:
        bool: whether it went out

    Raises:
        ValueError: never
    """
NUMPY = """
    Send a reminder to a customer.

    Parameters
    ----------
    customer_id : int
        who gets it
        by mail
    days, hours : int, optional
        how long ago
    note
        a text

    Returns
    -------
    bool
        whether it went out

    Notes
    -----
    fee : float
    """


def test_fields_of_sphinx() -> None:
    found = read_docstring(SPHINX)
    assert found.about == "Send a reminder to a customer."
    assert found.parameters == {"customer_id": Said("int", "who gets it by mail"), "days": Said("int", "how long ago")}
    assert found.result == Said("bool", "whether it went out")


def test_sections_of_google() -> None:
    found = read_docstring(GOOGLE)
    assert found.about == "Send a reminder to a customer."
    assert found.parameters == {
        "customer_id": Said("int", "who gets it by mail"),
        "days": Said("int, optional", "how long ago: in days"),
        "others": Said("", "who else"),
        "note": Said("", "a text"),
    }
    assert found.result == Said("bool", "whether it went out")


def test_sections_of_numpy() -> None:
    found = read_docstring(NUMPY)
    assert found.about == "Send a reminder to a customer."
    assert found.parameters == {
        "customer_id": Said("int", "who gets it by mail"),
        "days": Said("int, optional", "how long ago"),
        "hours": Said("int, optional", "how long ago"),
        "note": Said("", "a text"),
    }
    assert found.result == Said("bool", "whether it went out")


def test_a_sentence_after_returns_is_no_type() -> None:
    found = read_docstring("Ask.\n\nReturns:\n    The number of rows: as told by the table.\n")
    assert found.result == Said("", "The number of rows: as told by the table.")


def test_no_docstring_says_nothing() -> None:
    assert read_docstring("").about == ""
    assert read_docstring("\n   \n").parameters == {}


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("str", STRING),
        ("an integer", INTEGER),
        ("int, optional", INTEGER),
        ("str or None", nullable(STRING)),
        ("Optional[int]", nullable(INTEGER)),
        ("int or float", one_of((INTEGER, NUMBER))),
        ("list of str", STRINGS),
        ("list[int]", array_of(INTEGER)),
        ("list of orders", array_of(UNKNOWN)),
        ("dict[str, int]", MAP),
        (":class:`datetime.datetime`", text_as("date-time")),
        ("bool, default: True", BOOLEAN),
        ("Order", UNKNOWN),
        ("str or Order", UNKNOWN),
        ("whether it works", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_types_in_words(words: str, shape: Shape) -> None:
    assert words_shape(words) == shape
