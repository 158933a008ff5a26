"""From a folder to the bytes and syntax trees of its Python files."""
