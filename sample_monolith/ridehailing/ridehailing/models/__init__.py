from ridehailing.models import events
from ridehailing.models.driver import Driver, Paper, Vehicle, zone_permits
from ridehailing.models.money import (
    Invoice,
    InvoiceLine,
    Payment,
    PaymentMethod,
    Payout,
    PromoCode,
    Redemption,
    Refund,
)
from ridehailing.models.outreach import BoardSetting, DeviceToken, Message, SearchEntry
from ridehailing.models.passenger import LoyaltyTier, Passenger, SavedPlace
from ridehailing.models.trip import Rating, Trip, TripEvent, Zone

__all__ = [
    "BoardSetting",
    "DeviceToken",
    "Driver",
    "Invoice",
    "InvoiceLine",
    "LoyaltyTier",
    "Message",
    "Paper",
    "Passenger",
    "Payment",
    "PaymentMethod",
    "Payout",
    "PromoCode",
    "Rating",
    "Redemption",
    "Refund",
    "SavedPlace",
    "SearchEntry",
    "Trip",
    "TripEvent",
    "Vehicle",
    "Zone",
    "events",
    "zone_permits",
]
