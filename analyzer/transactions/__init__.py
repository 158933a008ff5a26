"""Which scopes run in one database transaction, and what do they write?"""
