"""Where do people and programs enter a Django program: its URLs, sockets, commands and signals?"""
