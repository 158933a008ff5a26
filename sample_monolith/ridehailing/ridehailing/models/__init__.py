from ridehailing.models import events
from ridehailing.models.booking import Booking, LostItem
from ridehailing.models.corporate import Company, Dispute, company_riders
from ridehailing.models.driver import Driver, Paper, Shift, Vehicle, zone_permits
from ridehailing.models.money import (
    Invoice,
    InvoiceLine,
    Payment,
    PaymentMethod,
    Payout,
    PromoCode,
    Redemption,
    Refund,
    Tip,
)
from ridehailing.models.outreach import (
    BoardSetting,
    DeviceToken,
    Message,
    PinnedSpot,
    Preference,
    SearchEntry,
    Template,
)
from ridehailing.models.passenger import LoyaltyTier, Note, Passenger, SavedPlace
from ridehailing.models.trip import Rating, Trip, TripEvent, Zone

__all__ = [
    "BoardSetting",
    "Booking",
    "Company",
    "DeviceToken",
    "Dispute",
    "Driver",
    "Invoice",
    "InvoiceLine",
    "LostItem",
    "LoyaltyTier",
    "Message",
    "Note",
    "Paper",
    "Passenger",
    "Payment",
    "PaymentMethod",
    "Payout",
    "PinnedSpot",
    "Preference",
    "PromoCode",
    "Rating",
    "Redemption",
    "Refund",
    "SavedPlace",
    "SearchEntry",
    "Shift",
    "Template",
    "Tip",
    "Trip",
    "TripEvent",
    "Vehicle",
    "Zone",
    "company_riders",
    "events",
    "zone_permits",
]
