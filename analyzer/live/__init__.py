"""Which objects that cannot leave their process do definitions take and return?

Understands:
- annotations, with aliases, ``NewType``, bounds of type variables, and containers of what is live
- what callers hand over to parameters without an annotation (or ``Any``), and what functions return
- generators, and what context managers made of generators hand over
- fields of dataclasses and their like, as the parameters of the class

Does not understand:
- what is known by the name of a parameter alone: no row
- what frameworks hand to the functions they call (requests, contexts): no row
- ``*args`` and ``**kwargs``: no row; ``self`` and ``cls`` are no parameters
- classes that are handed over, loggers, compiled patterns, tables and columns: not live
- an object that keeps an object that keeps something live: not live
"""
