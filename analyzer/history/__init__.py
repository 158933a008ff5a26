"""Version control → change coupling: which files were changed in the same commits?"""
