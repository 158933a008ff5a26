from __future__ import annotations

from shop.main.helpers import refill_gift_card, spend_gift_card
from shop.payment.gateways.base import Gateway, Outcome
from shop.utils import DomainError


class Way(Gateway):
    def charge(self, cents: int, secret: str) -> Outcome:
        try:
            left = spend_gift_card(secret, cents)
        except DomainError as error:
            return Outcome(False, message=str(error))
        return Outcome(True, reference=secret, message=f"{left} left")

    def give_back(self, reference: str, cents: int) -> Outcome:
        refill_gift_card(reference, cents)
        return Outcome(True, reference=reference)
