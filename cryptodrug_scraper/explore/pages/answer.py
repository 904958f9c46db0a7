"""How every page is made: a template, the tables in it, and each table as CSV at the same address."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Response, abort, current_app, redirect, render_template, request

from cryptodrug_scraper.explore.csv_table import csv_of
from cryptodrug_scraper.explore.pages.download import download
from cryptodrug_scraper.explore.questions import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.explore.questions import Table
    from cryptodrug_scraper.explore.sources import Sources

__all__ = ["asked", "elsewhere", "most_rows", "sources", "wants_csv"]


def sources() -> Sources:
    """What the pages are made of."""
    return cast("Sources", current_app.config["SOURCES"])


def wants_csv() -> str | None:
    """The name of the table that is asked for as CSV."""
    return request.args.get("csv")


def most_rows() -> int | None:
    """How many rows of a table that is worked out here are shown: all as CSV."""
    return None if wants_csv() else MOST_ROWS


def elsewhere(path: str) -> Response:
    """Send the browser to another page."""
    return Response(status=303, headers={"Location": redirect(request.script_root + path).location})


def asked(template: str, tables: Sequence[Table], **values: object) -> Response:
    """Return the page, or that of its tables which is asked for as CSV."""
    name = wants_csv()
    if name is None:
        query = "&".join(f"{part}" for part in request.query_string.decode().split("&") if part)
        return Response(render_template(template, tables=tables, query=query, path=request.path, **values))
    for table in tables:
        if table.name == name:
            if table.is_cut and table.question is not None:
                return download(sources(), name, *table.question)
            answer = Response(csv_of(table.names, [table.rows]), mimetype="text/csv")
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
            return answer
    return abort(404)
