"""From clusters to names that a business person would accept."""
