"""What viewsets and views of Django REST framework take and give: strings of Python, answers worked out by hand."""

from __future__ import annotations

from test_django_served import fields, found_types, program

from served import inputs, served, shape

SERIALIZERS = """
from rest_framework import serializers
from app.models import Order, Parcel
class BriefSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["id", "number"]
class OrderSerializer(serializers.ModelSerializer):
    parcels = serializers.PrimaryKeyRelatedField(queryset=Parcel.objects.all(), many=True)
    brief = BriefSerializer(read_only=True)
    secret = serializers.CharField(write_only=True, allow_null=True, help_text="Not shown.")
    class Meta:
        model = Order
        fields = [*BriefSerializer.Meta.fields, "status", "made", "is_late", "parcels", "brief", "secret"]
        extra_kwargs = {"number": {"required": False}}
        read_only_fields = ("status",)
class NoteSerializer(serializers.Serializer):
    text = serializers.CharField(default="")
    tags = serializers.ListField(child=serializers.IntegerField())
"""
VIEWS = """
from rest_framework import generics, status, viewsets
from rest_framework.decorators import action, api_view
from rest_framework.response import Response
from app.models import Order
from app.serializers import BriefSerializer, NoteSerializer, OrderSerializer
class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
    filterset_fields = {"number": ["exact", "icontains"], "total": ["gte"]}
    search_fields = ["number"]
    pagination_class = None
    def get_serializer_class(self):
        if self.action == "list":
            return BriefSerializer
        return super().get_serializer_class()
    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def note(self, request, pk=None):
        serializer = self.get_serializer(data=request.data)
        return Response(serializer.data, status=status.HTTP_202_ACCEPTED)
    @action(detail=False)
    def late(self, request):
        late = request.query_params.get("days", 3)
        return Response(BriefSerializer(Order.objects.all(), many=True).data)
class Notes(generics.ListCreateAPIView):
    serializer_class = NoteSerializer
    def create(self, request, *args, **kwargs):
        serializer = NoteSerializer(data=request.data, many=True)
        if not serializer.is_valid():
            return Response({"error": 1}, status=400)
        return Response({"made": 3}, status=200)
@api_view(["PUT"])
def put(request):
    note = NoteSerializer(data=request.data)
    return Response(status=204)
"""
URLS = """
from rest_framework.routers import DefaultRouter
router = DefaultRouter()
router.register("orders", views.OrderViewSet)
urlpatterns = [path("notes/", views.Notes.as_view()), path("put/", views.put), *router.urls]
"""


def files() -> dict[str, str]:
    """Return the program."""
    return program(VIEWS, URLS) | {"app/serializers.py": SERIALIZERS}


def test_types_of_serializers() -> None:
    found = found_types(files())
    assert fields(found["BriefSerializer"]) == ["id?: integer read only", "number: string"]
    assert fields(found["OrderSerializer"]) == [
        "id?: integer read only",
        "number?: string",
        'status?: constants("open" | "done") read only',
        "made?: string(date-time) read only",
        "is_late?: unknown read only",
        "parcels: array[string(uuid)]",
        "brief?: data(app.serializers.BriefSerializer) read only",
        "secret: string | null",
    ]
    assert fields(found["NoteSerializer"]) == ["text?: string", "tags: array[integer]"]
    secret = found["OrderSerializer"].fields[-1]
    assert secret.write_only
    assert secret.about == "Not shown."


def test_inputs_of_viewsets() -> None:
    found = inputs(files())
    whole = "body *: data(app.serializers.OrderSerializer)"
    assert found["GET /orders/"] == [
        "query number?: string",
        "query number__icontains?: string",
        "query search?: string",
        "query total__gte?: string(decimal)",
    ]
    assert found["POST /orders/"] == [whole]
    assert found["GET /orders/<pk>/"] == ["path pk: integer"]
    assert found["PUT /orders/<pk>/"] == [whole, "path pk: integer"]
    assert found["PATCH /orders/<pk>/"] == [whole, "path pk: integer"]
    assert found["DELETE /orders/<pk>/"] == ["path pk: integer"]
    assert found["POST /orders/<pk>/note/"] == ["body *: data(app.serializers.NoteSerializer)", "path pk: integer"]
    assert found["GET /orders/late/"] == ["query days?: integer = 3"]
    assert found["POST /notes/"] == ["body *: array[data(app.serializers.NoteSerializer)]"]
    assert found["PUT /put/"] == ["body *: data(app.serializers.NoteSerializer)"]


def test_results_of_viewsets() -> None:
    found = {name: (shape(one.result.shape), one.statuses) for name, one in served(files()).items()}
    order, brief = "data(app.serializers.OrderSerializer)", "data(app.serializers.BriefSerializer)"
    assert found["GET /orders/"] == (f"array[{brief}]", (200,))
    assert found["POST /orders/"] == (order, (201,))
    assert found["GET /orders/<pk>/"] == (order, (200,))
    assert found["DELETE /orders/<pk>/"] == ("null", (204,))
    assert found["POST /orders/<pk>/note/"] == ("data(app.serializers.NoteSerializer)", (202,))
    assert found["GET /orders/late/"] == (f"array[{brief}]", (200,))
    assert found["POST /notes/"] == ("map[unknown]", (200,))
    assert found["PUT /put/"] == ("null", (204,))


def test_pages_of_lists_are_said() -> None:
    given = files()
    assert served(given)["GET /orders/"].result.about == ""
    given["app/views.py"] = VIEWS.replace("pagination_class = None", "")
    assert served(given)["GET /orders/"].result.about == "whether the list is cut into pages is not known"


def test_a_page_is_asked_for_as_its_class_says() -> None:
    pages = """
from rest_framework.pagination import PageNumberPagination
class Pages(PageNumberPagination):
    page_query_param = "p"
    page_size_query_param = "size"
"""
    given = files()
    given["app/views.py"] = pages + VIEWS.replace("pagination_class = None", "pagination_class = Pages")
    found = served(given)["GET /orders/"]
    assert [one.name for one in found.inputs if one.name in ("p", "page", "size")] == ["p", "size"]
    assert found.fails == ("rest_framework.exceptions.NotFound",)
    assert found.result.about == "one page of the list, with links to others"


def test_what_a_schema_says() -> None:
    given = files()
    given["app/views.py"] = VIEWS.replace("@action(detail=False)", "@action(detail=False)\n    " + SAID)
    found = served(given)["GET /orders/late/"]
    assert shape(found.result.shape) == "array[data(app.serializers.OrderSerializer)]"
    assert found.statuses == (203,)


SAID = "@extend_schema(responses={203: OpenApiResponse(OrderSerializer(many=True)), 404: None})"


HOOKS = """
from rest_framework import generics
from rest_framework.response import Response
from app.models import Order
from app.serializers import NoteSerializer
class Base(generics.ListCreateAPIView):
    serializer_class = NoteSerializer
    pagination_class = None
    def get_queryset(self):
        return Order.objects.filter(shop=self.request.query_params["shop"])
    def perform_create(self, serializer):
        serializer.save(by=self.request.query_params.get("by"))
class Orders(Base):
    def post(self, request, *args, **kwargs):
        return super(Orders, self).post(request, *args, **kwargs)
    def delete(self, request):
        return Response(status=204)
class OneOrder(generics.GenericAPIView):
    def get_queryset(self):
        asked = NoteSerializer(data=self.request.query_params)
        asked.is_valid()
        return Order.objects.filter(shop=self.request.query_params["shop"], **asked.validated_data)
    def post(self, request, pk):
        self.checked()
        return Response({})
    def checked(self):
        return self.get_object()
"""
HOOK_URLS = """
from django.urls import path
from app import views
urlpatterns = [path("orders/", views.Orders.as_view()), path("orders/<int:pk>/", views.OneOrder.as_view())]
"""


def test_what_a_view_reads_depends_on_what_the_library_calls_for_its_action() -> None:
    found = inputs(program(HOOKS, HOOK_URLS) | {"app/serializers.py": SERIALIZERS})
    shop, pk = "query shop: string", "path pk: integer"
    assert found["GET /orders/"] == [shop]
    assert found["POST /orders/"] == ["body *: data(app.serializers.NoteSerializer)", "query by?: string"]
    assert found["DELETE /orders/"] == []
    assert found["POST /orders/<int:pk>/"] == [pk, shop, "query tags: array[integer]", 'query text?: string = ""']


def test_the_method_of_the_request_decides_what_an_action_answers() -> None:
    views = (
        VIEWS
        + """
class Pictures(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
    @action(detail=True, methods=["delete", "post"])
    def picture(self, request, pk=None):
        if request.method == "POST":
            return Response({"detail": "stored"}, status=200)
        elif request.method == "DELETE":
            return Response(status=204)
"""
    )
    urls = URLS.replace("urlpatterns", 'router.register("pictures", views.Pictures)\nurlpatterns')
    given = program(views, urls) | {"app/serializers.py": SERIALIZERS}
    found = {name: (shape(one.result.shape), one.statuses) for name, one in served(given).items()}
    assert found["POST /pictures/<pk>/picture/"] == ("map[unknown]", (200,))
    assert found["DELETE /pictures/<pk>/picture/"] == ("null", (204,))
