"""A result that tells the structure and no name: for people outside."""
