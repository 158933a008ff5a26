"""Where do people and programs enter a Django program: its URLs, sockets, commands and signals?

Understands: the configuration in ``ROOT_URLCONF``, and every ``urlpatterns`` that nobody includes, which begins with
``*`` where settings name another; where they name none, the ``get_urls`` of apps; ``path``, ``re_path``, ``url``,
``include``, lists and what is added to them, ``i18n_patterns``, functions and methods of the project that return
routes, functions registered under a text; views that are functions, classes, methods, decorated at the place,
partial, or named by a text; generic classes of Django and Django REST framework, routers, viewsets and their actions,
nested routers; what admin classes add to the admin site or serve there themselves; consumers of channels; management
commands; receivers of signals.
Does not understand: lambdas and views of libraries, which are no definition of the project; routers that compute
their routes. Nothing is said of these. Routes that a loop makes of what is known at run time only, and those that a
function of a library adds to ``urlpatterns``, are one unresolved row at their place. A part of an address that is not
known is ``*``, and the default in ``getattr(settings, name, default)``; more routes than a program can have are one
unresolved row. A view that says nothing of methods answers GET.
"""
