"""What a server is started with that takes forms: as whom they are written, on which pages, by which connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from flask import Blueprint
    from sqlalchemy import Engine

__all__ = ["Writing", "writing"]


@dataclass(frozen=True, slots=True)
class Writing:
    """
    The pages with forms that write.

    Attributes:
        by: the person as whom all is written.
        engine: connections that may add rows to the tables of these forms and nothing else.
        pages: the pages.
        place: the path of the first of them, and the words of the link to it on every page.
        is_alone: whether there are no other pages, as for who may not see what the program tells elsewhere.
        counted_by: the command, as it is typed into a shell, after which figures take what was written.
    """

    by: str
    engine: Engine
    pages: Blueprint
    place: tuple[str, str]
    is_alone: bool = False
    counted_by: str = "cryptodrug derive"


def writing() -> Writing:
    """As whom and by which connections the page that is asked for writes."""
    return cast("Writing", current_app.config["WRITING"])
