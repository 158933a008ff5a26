"""Which parameters may not stand in an address, where logs and histories keep them?"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.contracts.wording import words
from analyzer.model.shapes import Shape, ShapeKind

SECRETS = frozenset({"password", "passphrase", "passwd", "secret", "credentials", "pin"})
"""The last words of parameters that stand in no address, not even in one of today without a body."""
PERSONAL = frozenset({
    "birthdate", "birthday", "cvc", "cvv", "dob", "email", "iban", "jwt", "mail", "mobile", "otp", "pan", "phone",
    "ssn", "telephone", "token",
})  # fmt: skip
"""The last words of parameters that stand in no address that is made: secrets for a time, and who somebody is."""
OF_PERSONS = frozenset({
    "account", "bank", "card", "identity", "insurance", "licence", "license", "national", "passport", "personal",
    "phone", "social", "tax",
})  # fmt: skip
NUMBERS = frozenset({"digits", "no", "nr", "number"})
"""Personal where a word of ``OF_PERSONS`` stands before it, or in the name of the operation: the number of a card."""


def is_secret(name: str) -> bool:
    """Return whether a parameter is named after a secret."""
    return not SECRETS.isdisjoint(words(name)[-1:])


def is_personal(name: str, operation: str) -> bool:
    """Return whether a parameter of an operation is named after a secret, or after what says who somebody is."""
    last = words(name)[-1:]
    if is_secret(name) or not PERSONAL.isdisjoint(last):
        return True
    return not NUMBERS.isdisjoint(last) and not OF_PERSONS.isdisjoint((*words(name)[:-1], *_own(name, operation)))


def may_be_null(shape: Shape) -> bool:
    """Return whether a value may be nothing, which no path can say."""
    return shape.kind is ShapeKind.NULL or (shape.kind is ShapeKind.UNION and any(map(may_be_null, shape.of)))


def _own(name: str, operation: str) -> Sequence[str]:
    """Return what the operation is named after, where the parameter itself is named after nothing more."""
    return words(operation) if len(words(name)) == 1 else ()
