"""One weighted graph of definitions and tables."""
