"""SQLAlchemy and Flask-SQLAlchemy: ``plugin`` gives types and accesses, ``schema`` reads tables."""
