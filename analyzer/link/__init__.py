"""From the facts of all files to one program: symbols, inheritance, types and calls."""
