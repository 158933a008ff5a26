"""What would each service owe the others?"""
