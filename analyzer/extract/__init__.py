"""From the syntax of one file to neutral facts; knows no framework."""
