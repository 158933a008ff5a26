"""One check a file; ``analyzer.findings.find`` lists them."""
