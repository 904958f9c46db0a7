"""A table for a paper as CSV, HTML or LaTeX."""

from __future__ import annotations

import csv
import io
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptodrug_scraper.adjudication.tables import PaperTable

__all__ = ["FORMATS"]

_TEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u202f": r"\,",
    "\xa0": "~",
}
_SIGNS = re.compile("[" + re.escape("".join(_TEX)) + "]")


def _csv(table: PaperTable, language: str) -> str:  # noqa: ARG001  # a comma separates in each language
    stream = io.StringIO()
    csv.writer(stream).writerows([table.names, *table.rows])
    return stream.getvalue()


def _html(table: PaperTable, language: str) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.names)
    rows = "\n".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    title = escape(table.title)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><table><caption>{title}</caption>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table>\n{notes}</body></html>\n"
    )


def _latex(table: PaperTable, language: str) -> str:  # noqa: ARG001  # the words are in it already
    lines = [" & ".join(map(_tex, row)) + r" \\" for row in (table.names, *table.rows)]
    notes = " ".join(map(_tex, table.notes))
    return "\n".join(
        [
            r"\begin{table}",
            rf"\caption{{{_tex(table.title)}}}",
            rf"\begin{{tabular}}{{{'l' * len(table.names)}}}",
            r"\hline",
            lines[0],
            r"\hline",
            *lines[1:],
            r"\hline",
            r"\end{tabular}",
            rf"\par\small {notes}",
            r"\end{table}",
            "",
        ]
    )


def _tex(text: str) -> str:
    return _SIGNS.sub(lambda found: _TEX[found[0]], text)


FORMATS: Mapping[str, Callable[[PaperTable, str], str]] = {"csv": _csv, "html": _html, "tex": _latex}
"""How a table is written, in words of a language, by the name of the format."""
