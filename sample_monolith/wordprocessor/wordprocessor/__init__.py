"""A word processor for one sheet at a time."""

__version__ = "0.9"
