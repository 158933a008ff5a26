"""SQL that stands in the program as text, and in files beside it."""
