from __future__ import annotations

import ast

import pytest

from analyzer.extract.expressions import lower
from analyzer.interfaces.single_rows import gives_one_row
from analyzer.interpret import interpret
from analyzer.progress import Progress
from trees import linked


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select(func.count())", True),
        ("session.execute(select(func.max(A.x), func.count(A.id)).where(A.y == 1))", True),
        ("A.query.with_entities(func.coalesce(func.sum(A.x), 0).label('x')).filter(A.y == 1)", True),
        ("session.query(sa.func.count(A.id) + 1).join(A.b)", True),
        ("session.query(A)", False),
        ("session.query(A).filter(A.x == func.max(A.y))", False),
        ("session.query(func.lower(A.x))", False),
        ("session.query(A.y, func.count(A.id)).group_by(A.y)", False),
        ("session.query(func.count(A.id)).having(func.count(A.id) > 1)", False),
        ("session.query(func.count(A.id)).limit(x)", False),
        ("session.query(func.row_number().over(order_by=A.x))", False),
        ("session.query(func.sum(A.x).over())", False),
        ("session.query(A.x, select(func.max(B.x)).scalar_subquery())", False),
        ("select(tally.count())", False),
    ],
)
def test_an_aggregate_without_groups_is_one_row(query: str, expected: bool) -> None:
    assert gives_one_row(lower(ast.parse(query, mode="eval").body)) is expected


def test_what_always_gives_a_row_misses_none() -> None:
    text = """
    from sqlalchemy import func, select
    from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
    class Base(DeclarativeBase): pass
    class Order(Base):
        __tablename__ = "orders"
        id = mapped_column(primary_key=True)
    def counted(session: Session):
        return session.execute(select(func.count(Order.id))).scalar_one()
    def newest(session: Session):
        return session.query(func.max(Order.id), func.count()).one()
    def found(session: Session):
        return session.query(Order).filter(Order.id == func.max(Order.id)).one()
    """
    raises = interpret(linked({"m.py": text}), Progress()).interfaces.raises
    assert [(one.definition, one.exception) for one in raises] == [("m.found", "sqlalchemy.exc.NoResultFound")]
