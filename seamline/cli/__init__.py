"""The command line: one file per command; ``main`` turns errors into one line and an exit code."""
