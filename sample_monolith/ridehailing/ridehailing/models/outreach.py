from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ridehailing.db import Base
from ridehailing.utils import utcnow


class Message(Base):
    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(String(2000))
    queued_at: Mapped[datetime] = mapped_column(default=utcnow)
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class DeviceToken(Base):
    __tablename__ = "device_tokens"

    handle: Mapped[str] = mapped_column(String(80), primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    platform: Mapped[str] = mapped_column(String(10))


class SearchEntry(Base):
    __tablename__ = "search_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    zone_code: Mapped[str] = mapped_column(String(8))
    typed: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(default=utcnow)


class BoardSetting(Base):
    __tablename__ = "board_settings"

    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"), primary_key=True)
    dark: Mapped[bool] = mapped_column(default=False)
    show_map: Mapped[bool] = mapped_column(default=True)


class Preference(Base):
    __tablename__ = "contact_preferences"

    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"), primary_key=True)
    mail: Mapped[bool] = mapped_column(default=True)
    push: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(2), default="en")


class Template(Base):
    __tablename__ = "message_templates"

    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(String(1000))


class PinnedSpot(Base):
    __tablename__ = "pinned_spots"

    id: Mapped[int] = mapped_column(primary_key=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    label: Mapped[str] = mapped_column(String(40))
    lat: Mapped[float]
    lon: Mapped[float]
