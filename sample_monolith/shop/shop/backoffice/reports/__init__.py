"""One module for each report; `rows` gives dictionaries."""
