"""Decides where a Python monolith could be cut; reads the source, never imports or runs it."""
