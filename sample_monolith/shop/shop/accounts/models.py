from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from shop.db import Timestamped
from shop.utils import check_email, now


class PostalAddress(models.Model):
    name = models.CharField(max_length=80)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=12)
    city = models.CharField(max_length=60)
    country = models.CharField(max_length=2, default="DE")

    class Meta:
        abstract = True

    def block(self) -> str:
        return f"{self.name}\n{self.street}\n{self.country}-{self.postcode} {self.city}"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=check_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def active(self) -> models.QuerySet[User]:
        return self.filter(is_active=True)


class User(AbstractBaseUser, Timestamped):
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=80, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    failed_logins = models.PositiveSmallIntegerField(default=0)

    objects = UserManager()

    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class Address(PostalAddress):
    user = models.ForeignKey(User, related_name="addresses", on_delete=models.CASCADE)
    is_default = models.BooleanField(default=False)


class SessionQuerySet(models.QuerySet["Session"]):
    def live(self) -> SessionQuerySet:
        return self.filter(ends_at__gt=now())


class Session(models.Model):
    token = models.CharField(max_length=60, primary_key=True)
    user = models.ForeignKey(User, related_name="sessions", on_delete=models.CASCADE)
    began_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()


class PasswordReset(models.Model):
    user = models.ForeignKey(User, related_name="resets", on_delete=models.CASCADE)
    token = models.CharField(max_length=60, unique=True)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
