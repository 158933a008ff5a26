"""What fields of GraphQL take and give: strings of Python, answers worked out by hand."""

from __future__ import annotations

from analyzer.model.shapes import DataType
from asked import everything
from served import inputs, served, shape
from trees import linked

GRAPHENE = """
import graphene
class Color(graphene.Enum):
    RED = 1
    BLUE = 2
class ItemInput(graphene.InputObjectType):
    product_id = graphene.ID(required=True)
    tags = graphene.List(graphene.NonNull(graphene.String))
    amount = graphene.Int(default_value=1)
class Item(graphene.ObjectType):
    unit_price = graphene.Decimal()
    color = graphene.Field(Color, required=True)
    others = graphene.List(lambda: Item)
class AddItem(graphene.Mutation):
    class Arguments:
        order_id = graphene.ID(required=True)
        input = ItemInput(required=True)
    item = graphene.Field(Item)
    def mutate(root, info, order_id, input):
        return AddItem(item=None)
class Query(graphene.ObjectType):
    item = graphene.Field(Item, id=graphene.Argument(graphene.ID, required=True), description="One item.")
    items = graphene.List(Item, color=Color(), first_page=graphene.Int(default_value=1))
    def resolve_item(self, info, id): ...
    def resolve_items(self, info, **kwargs): ...
class Mutation(graphene.ObjectType):
    add_item = AddItem.Field()
schema = graphene.Schema(query=Query, mutation=Mutation)
"""

STRAWBERRY = """
import strawberry
from decimal import Decimal
@strawberry.input
class Filters:
    min_price: Decimal = Decimal(0)
@strawberry.type
class Item:
    id: strawberry.ID
    unit_price: Decimal | None
    @strawberry.field
    def related_items(self) -> list["Item"]: ...
@strawberry.type
class Query:
    @strawberry.field
    def items(self, info: strawberry.Info, ids: list[strawberry.ID], filters: Filters | None = None) -> list[Item]: ...
schema = strawberry.Schema(query=Query)
"""


def types(text: str) -> dict[str, DataType]:
    """Return the data types of a program of one module, by their last names."""
    found = everything(linked({"app.py": text})).data_types
    return {one.definition.rpartition(".")[2]: one for one in found}


def fields(one: DataType) -> list[str]:
    """Return the fields of a data type as texts."""
    return [f"{field.name}{'' if field.required else '?'}: {shape(field.shape)}" for field in one.fields]


def test_arguments_of_graphene() -> None:
    assert inputs(GRAPHENE) == {
        "query item": ["body id: string"],
        "query items": ["body color?: data(app.Color)", "body firstPage?: integer = 1"],
        "mutation addItem": ["body input: data(app.ItemInput)", "body orderId: string"],
    }


def test_results_of_graphene() -> None:
    found = {name: shape(one.result.shape) for name, one in served(GRAPHENE).items()}
    assert found == {
        "query item": "data(app.Item)",
        "query items": "array[data(app.Item)]",
        "mutation addItem": "data(app.AddItem)",
    }


def test_types_of_graphene() -> None:
    found = types(GRAPHENE)
    assert found["Color"].values == ('"RED"', '"BLUE"')
    assert fields(found["ItemInput"]) == ["productId: string", "tags?: array[string]", "amount?: integer"]
    assert fields(found["Item"]) == [
        "unitPrice?: string(decimal)",
        "color: data(app.Color)",
        "others?: array[data(app.Item)]",
    ]
    assert fields(found["AddItem"]) == ["item?: data(app.Item)"]


def test_pages_of_graphene_take_cursors() -> None:
    text = GRAPHENE.replace("items = graphene.List(Item, ", "items = graphene.relay.ConnectionField(Item, ")
    found = served(text)["query items"]
    assert {one.name for one in found.inputs} == {"color", "firstPage", "first", "last", "before", "after"}
    assert found.result.about == "pages of a list: edges with nodes"


def test_mutation_of_a_model_yields_its_type() -> None:
    text = """
import graphene
from graphene_django import DjangoObjectType
class Order: ...
class OrderNode(DjangoObjectType):
    class Meta:
        model = Order
        fields = ["number", "total_net"]
class ModelMutation(graphene.Mutation):
    class Meta:
        abstract = True
    @classmethod
    def __init_subclass_with_meta__(cls, model=None, return_field_name=None, **options): ...
class OrderCreate(ModelMutation):
    class Meta:
        model = Order
class Mutation(graphene.ObjectType):
    order_create = OrderCreate.Field()
schema = graphene.Schema(mutation=Mutation)
"""
    found = types(text)
    assert fields(found["OrderCreate"]) == ["order?: data(app.OrderNode)"]
    assert not found["OrderCreate"].whole
    assert fields(found["OrderNode"]) == ["number?: unknown", "totalNet?: unknown"]
    assert found["OrderNode"].shows == "app.Order"


def test_strawberry() -> None:
    assert inputs(STRAWBERRY) == {
        "query items": ["body filters?: data(app.Filters) | null = None", "body ids: array[string]"]
    }
    assert shape(served(STRAWBERRY)["query items"].result.shape) == "array[data(app.Item)]"
    found = types(STRAWBERRY)
    assert fields(found["Filters"]) == ["minPrice?: string(decimal)"]
    assert fields(found["Item"]) == [
        "id: string",
        "unitPrice: string(decimal) | null",
        "relatedItems: array[data(app.Item)]",
    ]


def test_ariadne() -> None:
    text = """
from ariadne import QueryType
query = QueryType()
@query.field("order")
def resolve_order(obj, info, order_id: int, full_text: str = "") -> dict[str, int]: ...
"""
    assert inputs(text) == {"query order": ['body full_text?: string = ""', "body order_id: integer"]}
    assert shape(served(text)["query order"].result.shape) == "map[integer]"
