"""Pony ORM: ``plugin`` gives types and accesses, ``entities`` reads entities, ``generators`` what a query reaches."""
