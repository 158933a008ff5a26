"""The nouns: frozen records that travel between stages and out of the tool."""
