"""What we tell people, and how they want to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ridehailing.models.base import Base, Stamped
from ridehailing.utils import now


class Message(Stamped, Base):
    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int | None] = mapped_column(ForeignKey("passengers.id"))
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("drivers.id"))
    channel: Mapped[str]
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(default=now)


class Letter(Base):
    __tablename__ = "message_templates"
    __table_args__ = (UniqueConstraint("code", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    channel: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str]


class Device(Stamped, Base):
    __tablename__ = "device_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    token: Mapped[str] = mapped_column(unique=True)
    platform: Mapped[str]


class OptOut(Stamped, Base):
    __tablename__ = "opt_outs"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str] = mapped_column(default="asked")
