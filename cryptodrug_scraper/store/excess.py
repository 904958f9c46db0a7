"""What roles may do that they need not. On a server of others not all of it is the program's to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["ADVICE", "excess_of_program", "excess_of_reader"]

ADVICE = (
    "run cryptodrug db upgrade as the owner of the database; what then is left, a superuser takes away with "
    "cryptodrug_scraper/store/sql/rights.sql"
)
_OF_PROGRAM = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
_OF_READER = {
    "make temporary tables": "has_database_privilege(current_database(), 'TEMPORARY')",
    "make objects in the schema public": "has_schema_privilege('public', 'CREATE')",
    "make large objects": "has_function_privilege('lo_create(oid)', 'EXECUTE')",
    "hold the locks of the program": "has_function_privilege('pg_advisory_lock(integer, integer)', 'EXECUTE')",
}


def excess_of_program(connection: Connection) -> str:
    """What to do about the rights of the program's own role; empty where it has none that it does not need."""
    if connection.execute(_OF_PROGRAM).scalar_one():
        return "the role is a superuser: name one that owns the database and has no other right"
    return ""


def excess_of_reader(connection: Connection) -> list[str]:
    """What the role of a connection may do besides reading the schema research, in words."""
    columns = ", ".join(_OF_READER.values())
    answers = connection.execute(text(f"SELECT {columns}")).one()
    return [words for words, may in zip(_OF_READER, answers, strict=True) if may]
