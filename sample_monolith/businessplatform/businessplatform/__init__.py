"""The platform of a small delivery firm."""

__version__ = "4.2"
