"""Everything a reader sees, made from one ``Analysis``: pages, files, diagrams."""
