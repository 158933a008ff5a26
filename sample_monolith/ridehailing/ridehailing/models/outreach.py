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
