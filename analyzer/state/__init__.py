"""What do functions share by changing it in the memory of the process: module-level values, and settings?

Understands:
- a module's value, or an attribute of a class, that a function binds anew (``global X``, ``module.X = …``,
  ``Class.x = …``, ``cls.x = …``), stores into (``X[key] = …``, ``X.name = …``, ``del X[key]``, ``X += …``), or changes
  by a method of containers (``X.append(…)``, ``X[key].add(…)``) or a function (``setattr``, ``heappush``, ``next``)
- an object of a class of the project, made at the level of a module, one of whose methods changes the object
- the same values through imports under any name, star imports and re-exports
- settings modules, ``django.conf.settings``, the configuration of a Flask application and variables of the
  environment, where one definition writes and another reads

Does not understand:
- a value that is changed through another name (``rows = X; rows.append(…)``) or after it was passed on: no row
- an object in a module of settings whose methods change it: no row, as they do not say which setting they change
- a value that methods named ``init…``, ``setup…`` or ``configure…`` give an object: they count as its constructor
- a setting that is written while modules are imported, or that nobody but its writer reads: no row
- what a registry is filled with while modules are imported: no row, as it no longer changes when the program runs
- loggers, locks, compiled patterns, context variables, and handles of libraries (engines, sessions, clients,
  applications): no row; caches of ``functools.lru_cache``: no row
"""
