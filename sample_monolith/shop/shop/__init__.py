"""The web shop of a tea and coffee house."""
