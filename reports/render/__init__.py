"""From page data to bytes: one module per output format, and how bytes reach the disk."""
