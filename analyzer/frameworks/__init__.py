"""What facts mean to a framework: one file each, listed in ``analyzer.interpret``."""
