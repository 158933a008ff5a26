"""Which objects that cannot leave their process do definitions hand to each other?"""
