"""Pecan: ``plugin`` walks from roots, ``children`` finds what stands below, ``exposed`` and ``rest`` what answers."""
