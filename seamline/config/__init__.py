"""Which options hold, and what is wrong with those that were written down?"""
