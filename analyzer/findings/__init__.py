"""What a cut costs."""
