"""What do definitions promise to whoever calls them?"""
