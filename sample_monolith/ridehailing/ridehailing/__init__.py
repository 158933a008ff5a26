"""Ride hailing for one city: passengers, drivers, trips and the money between them."""

__version__ = "3.8.1"
