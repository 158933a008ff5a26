"""Django: ``plugin`` gives types and accesses, ``schema`` reads models."""
