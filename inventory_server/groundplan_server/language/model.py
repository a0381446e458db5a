"""The base class of every model, and the one metaclass in the project."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, ClassVar, TypeVar, dataclass_transform

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, func, literal_column
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel
from sqlmodel.main import SQLModelMetaclass

from . import words
from .attributes import AnyRef, Attribute, Ref, Refs, Scalar
from .meta import Meta, Unique

#: "dcim.device" -> class. Filled by class creation; read through `groundplan_server.registry`.
MODELS: dict[str, type[Model]] = {}

M = TypeVar("M", bound="Model")

#: Whole numbers that SQLite can count up by itself.
ID = BigInteger().with_variant(Integer(), "sqlite")

# One scheme for names of constraints, so that migrations can name what they change.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def app_of(module: str) -> str:
    """The app of a model file: "dcim" of `groundplan_server.dcim.x`, "stock" of a plugin's `acme_stock.x`."""
    head, *rest = module.split(".")
    return rest[0] if head == "groundplan_server" and rest else head.split("_", 1)[-1]


# Type checkers want the words listed here, one by one.
@dataclass_transform(
    kw_only_default=True,
    field_specifiers=(
        words.text,
        words.slug,
        words.color,
        words.mac,
        words.wwn,
        words.time_zone,
        words.integer,
        words.number,
        words.boolean,
        words.date,
        words.moment,
        words.json,
        words.choice,
        words.network,
        words.address,
        words.secret,
        words.stored,
        words.ref,
        words.any_ref,
        words.refs,
        words.count,
        words.backrefs,
        words.parts,
        words.first_of,
        words.follow,
        words.computed,
    ),
)
class ModelMeta(SQLModelMetaclass):
    """Turns the words of a class body into columns.

    A mixin only remembers its words; they become columns when a table is made from it, so a reference may stand in a
    mixin, point at "self", or name a model that is not imported yet.
    """

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **kwargs: Any) -> Any:
        spoken = {key: replace(word, name=key) for key, word in namespace.items() if isinstance(word, Attribute)}
        # A model's own attributes come first, what it shares with others after them.
        attributes: dict[str, Attribute] = dict(spoken)
        for base in bases:
            for key, attribute in getattr(base, "attributes", {}).items():
                attributes.setdefault(key, attribute)
        # A bare annotation (`interfaces: list[Interface]`) only tells type checkers of a way back.
        hints = {
            key: hint
            for key, hint in namespace.get("__annotations__", {}).items()
            if key in namespace and key not in spoken
        }
        body = {key: value for key, value in namespace.items() if key not in spoken}
        if kwargs.get("table"):
            key = f"{app_of(namespace['__module__'])}.{name.lower()}"
            attributes = {
                k: replace(a, target=key) if isinstance(a, Ref | Refs) and a.target == "self" else a
                for k, a in attributes.items()
            }
            body |= {
                "key": key,
                "__tablename__": key.replace(".", "_"),
                "__table_args__": {"sqlite_autoincrement": True},
            }
            for column in _columns(attributes):
                hints[column.name], body[column.name] = Any, Field(default=None, sa_column=column)
        body["attributes"] = attributes
        hints["attributes"] = ClassVar[dict[str, Attribute]]
        return super().__new__(mcs, name, bases, body | {"__annotations__": hints}, **kwargs)

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(name, bases, namespace, **kwargs)
        if kwargs.get("table"):
            model: Any = cls
            _indexes(model)
            _links(model)
            MODELS[model.key] = model


def _columns(attributes: dict[str, Attribute]) -> list[Column[Any]]:
    columns: list[Column[Any]] = []
    for a in attributes.values():
        match a:
            case Scalar():
                columns.append(
                    Column(
                        a.name,
                        a.column_type,
                        nullable=a.nullable,
                        index=a.index and not a.unique,
                        unique=a.unique or None,
                    )
                )
                if a.sort:
                    columns.append(Column(f"{a.name}_sort", words.varchar(1000), nullable=False, index=True))
            case Ref():
                foreign = ForeignKey(f"{a.target.replace('.', '_')}.id", deferrable=True, initially="DEFERRED")
                columns.append(
                    Column(a.columns[0], ID, foreign, nullable=a.nullable, index=not a.unique, unique=a.unique or None)
                )
            case AnyRef():
                kind, number = a.columns
                columns += [
                    Column(kind, words.varchar(100), nullable=a.nullable),
                    Column(number, BigInteger(), nullable=a.nullable),
                ]
    return columns


def _indexes(model: Any) -> None:
    table: Table = model.__table__
    for name in model.meta.natural_key:
        # What people call an object by is what they look for, and a unique index may begin with something else.
        column = table.c.get(name)
        if column is not None and name != "id" and not column.unique and not column.index:
            Index(f"ix_{table.name}_{name}", column)
    for a in model.attributes.values():
        if isinstance(a, AnyRef):
            Index(f"ix_{table.name}_{a.name}", table.c[a.columns[0]], table.c[a.columns[1]])
    for rule in model.meta.unique:
        columns = [table.c[c] for n in rule.names for c in model.attributes[n].columns]
        name = f"uq_{table.name}_{'_'.join(rule.names)}"[:63]
        condition = (
            sql(" AND ".join(f"{c} IS NOT NULL" for n in rule.when for c in model.attributes[n].columns))
            if rule.when
            else None
        )
        Index(
            name,
            *(unique_part(c, rule) for c in columns),
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def unique_part(column: Any, rule: Unique) -> Any:
    """A column as a unique rule compares it: nulls equal, case ignored where the rule says so."""
    is_text = isinstance(column.type.python_type, type) and issubclass(column.type.python_type, str)
    value = func.lower(column) if rule.ignore_case and is_text else column
    if not column.nullable or column.name in {c for n in rule.when for c in (n, f"{n}_id", f"{n}_type")}:
        return value
    return func.coalesce(value, literal_column("''" if is_text else "-1"))


def link_table_name(model_key: str, attribute: str) -> str:
    """The table that holds a `refs` attribute."""
    return f"{model_key.replace('.', '_')}_{attribute}"


def _links(model: Any) -> None:
    for a in model.attributes.values():
        if isinstance(a, Refs):
            own, other = model.key.replace(".", "_"), a.target.replace(".", "_")
            Table(
                link_table_name(model.key, a.name),
                model.metadata,
                Column(
                    "source_id", ID, ForeignKey(f"{own}.id", deferrable=True, initially="DEFERRED"), primary_key=True
                ),
                Column(
                    "target_id",
                    ID,
                    ForeignKey(f"{other}.id", deferrable=True, initially="DEFERRED"),
                    primary_key=True,
                    index=True,
                ),
            )


class Model(SQLModel, metaclass=ModelMeta):
    """Any stored object."""

    # Shapes validate what comes in; a table class never does.
    model_config = {"defer_build": True, "ignored_types": (Attribute,)}

    key: ClassVar[str] = ""
    meta: ClassVar[Meta] = Meta()
    attributes: ClassVar[dict[str, Attribute]] = {}

    id: int = Field(default=None, sa_type=ID, primary_key=True)

    @classmethod
    def table(cls) -> Table:
        """The table that holds objects of this model."""
        table: Table = cls.__table__  # type: ignore[attr-defined]
        return table


def words_of(name: str) -> str:
    """The words in a class's name: "VirtualChassis" -> "virtual chassis", "IPRange" -> "IP range"."""
    parts = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+", name)
    return " ".join(part if part.isupper() else part.lower() for part in parts)
