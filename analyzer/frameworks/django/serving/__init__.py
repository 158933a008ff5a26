"""What do the views of a Django program take from requests, and what do they give?

Understands: parameters in addresses, with converters and regular expressions; the fields of forms, serializers and
filter sets, declared or taken from a model; generic views of Django and actions of Django REST framework, also those
that no line of the project writes; ``get_serializer_class`` by action, ``extend_schema``; forms and serializers that
a view makes of the request; response codes that are written out.
Does not understand: fields that are added at run time (the type is not ``whole`` then), the pages of a list, what a
template shows.
"""
