"""The files of a sealed answer, and which of them name people."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "ANSWER",
    "ARITHMETIC",
    "CAPTURES",
    "CARD",
    "CRATE",
    "DECISIONS",
    "FACTS",
    "FACTS_SQL",
    "FIGURE",
    "FIGURE_SQL",
    "LEFT_OUT",
    "LINED",
    "MANIFEST",
    "NAMES",
    "OBSERVATIONS",
    "OWN_ANSWER",
    "PAGES",
    "PROOF",
    "QUESTION",
    "REQUEST",
    "ROOT",
    "ROWS",
    "ROWS_SQL",
    "SEAL",
    "SNAPSHOTS",
    "WORDS",
    "is_personal",
    "is_sealed",
]

CARD = "README.md"
CRATE = "ro-crate-metadata.json"
QUESTION = "question.json"
"""What is asked, and by which program, parsers and derivation it is answered."""
FIGURE = "figure.json"
FIGURE_SQL = "sql/figure.sql"
ROWS = "rows.jsonl"
"""The rows of which the figure is made, with pseudonyms."""
ROWS_SQL = "sql/rows.sql"
ARITHMETIC = "sql/arithmetic.sql"
"""The statement, for SQLite, that gives the figure again of the rows."""
SNAPSHOTS = "snapshots.jsonl"
"""The looks at the markets in the window, and how complete each was."""
FACTS_SQL = "sql/facts.sql"
"""The statements that gave the facts; they name accounts."""
OWN_ANSWER = "answer.jsonl"
"""All columns of what SQL of one's own gave."""
NAMES = "names.jsonl"
"""Whose pseudonyms stand in the rows."""
FACTS = "facts.jsonl"
"""What the rows rest on: statements of listings, and ratings, each with its observation."""
OBSERVATIONS = "observations.jsonl"
"""What a page states of a record, as it stands in the database."""
CAPTURES = "captures.jsonl"
"""The pages, and in which records their bytes lie."""
WORDS = "words.jsonl"
"""The words on pages that give fields their values."""
DECISIONS = "decisions.jsonl"
"""What people decided of these accounts, listings and pages."""
PAGES = "pages"
"""The folder of WARC records, each in a file of its own, named by its SHA-256."""
MANIFEST = "manifest-sha256.txt"
SEAL = "seal"
ROOT = "seal/root.txt"
REQUEST = "seal/request.tsq"
ANSWER = "seal/answer.tsr"
PROOF = "seal/root.txt.ots"
LEFT_OUT = "seal/left-out.json"
LINED = frozenset({ROWS, SNAPSHOTS, OWN_ANSWER, NAMES, FACTS, OBSERVATIONS, CAPTURES, WORDS, DECISIONS})
"""Files of one JSON object a line."""
_PERSONAL = frozenset({FACTS_SQL, OWN_ANSWER, NAMES, FACTS, OBSERVATIONS, CAPTURES, WORDS, DECISIONS})


def is_personal(path: str) -> bool:
    """Whether a file names people, or leads to them."""
    return path in _PERSONAL or PurePosixPath(path).parts[0] == PAGES


def is_sealed(folder: Path) -> bool:
    """Whether a folder is a sealed answer, by the files that it has."""
    return (folder / MANIFEST).is_file() and (folder / QUESTION).is_file()
