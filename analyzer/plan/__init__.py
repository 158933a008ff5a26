"""What should be done about a cut: remedies, the API mandate, the scorecard."""
