from __future__ import annotations

from pathlib import Path

from trees import understood

MODELS = """
    from sqlalchemy import event
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase): ...

    class Rated(Base):
        __abstract__ = True

    class Rating(Rated):
        __tablename__ = "ratings"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Other(Base):
        __tablename__ = "others"
        id: Mapped[int] = mapped_column(primary_key=True)

    @event.listens_for(Rating, "after_insert")
    def inserted(mapper, connection, target): ...

    @event.listens_for(Rated, "before_delete")
    def deleted(mapper, connection, target): ...

    def updated(mapper, connection, target): ...

    event.listen(Rating, "after_update", updated)
    """


def fired(tmp_path: Path, body: str) -> list[str]:
    work = f"from models import Other, Rating\n\ndef work(session):\n    {body}\n"
    result = understood(tmp_path, {"models.py": MODELS, "work.py": work})
    return [call.callee for call in result.calls if call.caller == "work.work" and call.through]


def test_adding_a_new_object_inserts_it(tmp_path: Path) -> None:
    assert fired(tmp_path, "session.add(Rating())") == ["models.inserted"]


def test_adding_several_in_a_list(tmp_path: Path) -> None:
    assert fired(tmp_path, "session.add_all([Rating()])") == ["models.inserted"]


def test_adding_a_loaded_object_updates_it(tmp_path: Path) -> None:
    assert fired(tmp_path, "one = session.get(Rating, 1); session.add(one)") == ["models.updated"]


def test_a_listener_of_a_base_hears_of_what_derives_from_it(tmp_path: Path) -> None:
    assert fired(tmp_path, "one = session.get(Rating, 1); session.delete(one)") == ["models.deleted"]


def test_other_classes_fire_nothing(tmp_path: Path) -> None:
    assert fired(tmp_path, "session.add(Other()); {1}.add(2)") == []


def test_a_listener_writes_in_the_transaction_that_fires_it(tmp_path: Path) -> None:
    work = """
        from sqlalchemy import event, insert
        from sqlalchemy.orm import Session
        from models import Other, Rating

        @event.listens_for(Rating, "after_insert")
        def count(mapper, connection, target):
            connection.execute(insert(Other))

        def rate(engine):
            with Session(engine) as session, session.begin():
                session.add(Rating())
        """
    result = understood(tmp_path, {"models.py": MODELS, "work.py": work})
    (transaction,) = [one for one in result.transactions if one.qualname == "rate"]
    assert transaction.tables == ("ratings", "others")
