"""What do handlers of requests read from them, whatever the framework calls the parts?"""
