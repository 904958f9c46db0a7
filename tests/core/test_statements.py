"""Statements of SQL stand in files, say what they give, and are filled in by bound parameters alone."""

from __future__ import annotations

import ast
import re
import sqlite3
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2.extensions
import pytest
from sqlalchemy import text

import cryptodrug_scraper
from cryptodrug_scraper.statements import FOLDER, for_driver, numbered, statement, with_values

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.xdist_group("statements")  # for which all modules are parsed

ROOT = Path(cryptodrug_scraper.__file__).parent
FILES = sorted(ROOT.rglob(f"{FOLDER}/*.sql"))
MOST_LINES = 3
NOTEBOOK = ROOT / "explore" / "starting_points.py"
"""A document that is copied to whoever works on it: its SQL is theirs to change."""
STARTS = re.compile(
    r"\A\s*(?:--[^\n]*\n\s*)*[(,]?\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|COPY|MERGE|SET|GRANT|REVOKE|DO|VALUES|"
    r"DECLARE|PRAGMA|BEGIN|EXISTS|NOT EXISTS|FROM|(?:LEFT |CROSS )?JOIN|WHERE|AND|OR|UNION|CASE|, \w+ AS \()\s",
)
NAMED_IN_DATA = set(re.findall(r"\w+", (ROOT / "study" / "measures.toml").read_text(encoding="utf-8"))) | {
    "days",
    "looks",
}
"""Words of what is measured, which names its statements, and what is asked to choose what of them is shown."""
FILLED = {"format", "format_map", "replace", "substitute", "safe_substitute"}


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    paths = [path for path in sorted(ROOT.rglob("*.py")) if path != NOTEBOOK and "_migrations" not in path.parts]
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def long_sql(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """The places of texts in a module that are SQL, each with how many lines it has there."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            said = "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            said = node.value
        else:
            continue
        lines = sum(1 for line in said.splitlines() if line.strip())
        spanned = (node.end_lineno or node.lineno) - node.lineno + 1 if lines == 1 else lines
        if STARTS.match(said) and max(lines, spanned) > MOST_LINES:
            yield node.lineno, max(lines, spanned)


def package_of(path: Path) -> str:
    return ".".join(("cryptodrug_scraper", *path.parent.relative_to(ROOT).parts))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "statement":
            yield node


def filled(tree: ast.AST) -> Iterator[int]:
    """Where a statement, or a name that is one, is filled in as a text."""
    names = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(True for _ in calls(node.value))
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    def is_one(node: ast.AST) -> bool:
        return any(each in ast.walk(node) for each in calls(node)) or (isinstance(node, ast.Name) and node.id in names)

    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in FILLED and is_one(node.value):
            yield node.lineno
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Mod | ast.Add)
            and (is_one(node.left) or is_one(node.right))
        ):
            yield node.lineno
        if isinstance(node, ast.FormattedValue) and is_one(node.value):
            yield node.lineno


def test_no_text_in_python_is_sql_of_more_than_three_lines() -> None:
    found = [f"{path.relative_to(ROOT)}:{at}" for path, tree in modules() for at, _ in long_sql(tree)]

    assert [] == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('A = """\n    SELECT a\n    FROM b\n    WHERE c\n    ORDER BY d\n"""', True),
        ('A = """\n    SELECT a\n    FROM b\n    WHERE c\n"""', False),
        ('A = f"""\n-- of {x}\nWITH a AS (\n  SELECT 1\n)\nSELECT {y}\n"""', True),
        ('A = (\n    "SELECT a "\n    "FROM b "\n    "WHERE c "\n    "ORDER BY d"\n)', True),
        ('A = """\nPRAGMA a;\nPRAGMA b;\nCREATE TABLE c (d);\nBEGIN;\n"""', True),
        ('"""\nSelects are told apart\nfrom\nwhat is\nsaid.\n"""', False),
    ],
    ids=["four lines", "three", "an f-string", "joined texts", "of SQLite", "words"],
)
def test_such_a_text_is_found(said: str, found: bool) -> None:
    assert found == any(True for _ in long_sql(ast.parse(said)))


def test_no_statement_is_filled_in_as_a_text() -> None:
    assert [] == [f"{path.relative_to(ROOT)}:{at}" for path, tree in modules() for at in filled(tree)]


@pytest.mark.parametrize(
    "said",
    [
        'A = statement(__package__, "a").format(b=1)',
        'A = text(statement(__package__, "a"))\nB = f"{A} LIMIT 1"',
        'A = statement(__package__, "a")\nB = A.replace("b", "c")',
        'A = statement(__package__, "a") % 1',
        'A = statement(__package__, "a")\nB = A + " LIMIT 1"',
    ],
)
def test_one_that_is_would_be_found(said: str) -> None:
    assert [said.count("\n") + 1] == list(filled(ast.parse(said)))


def test_each_file_is_a_statement_that_its_package_runs_and_the_other_way_round() -> None:
    used, named_by_others = set(), set()
    for path, tree in modules():
        folder = path.parent / FOLDER
        for call in calls(tree):
            package, name = call.args
            assert ast.unparse(package) == "__package__", f"{path}:{call.lineno}"
            if isinstance(name, ast.Constant):
                used.add(folder / f"{name.value!s}.sql")
                continue
            words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)} | NAMED_IN_DATA
            named_by_others |= {file for file in folder.glob("*.sql") if file.stem in words}

    assert used <= set(FILES)
    assert set(FILES) == used | named_by_others


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_says_what_its_statement_gives_and_what_its_parameters_mean(file: Path) -> None:
    heading, _, _ = file.read_text(encoding="utf-8").partition("\n\n")
    said = statement(package_of(file.parent), file.stem)
    described = re.findall(r"^-- :(\w+): \S", heading, re.MULTILINE)

    assert all(line.startswith("-- ") for line in heading.splitlines())
    assert re.match(r"-- [A-Z].*", heading)
    assert sorted(described) == sorted(text(said).compile().params)
    assert not re.search(r"%\(|\{\w|\$\d|\$[a-z]", said.replace("'left_out'", "").replace("'{}'", ""))
    assert all(len(line) <= 120 for line in file.read_text(encoding="utf-8").splitlines())
    assert described == [] or "?" not in said
    values = dict.fromkeys(described, 1)
    assert len(set(re.findall(r"\$\d+", numbered(said, values)[0]))) == len(described)
    assert set(re.findall(r"%\((\w+)\)s", for_driver(said, values))) == set(described)


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.sql"):
        statement("cryptodrug_scraper.derive", "nothing")


SAID = "SELECT :a, ':a', \":a\", $$:a$$, b::a, 5 % 2 -- :a\n, /* :a */ :a, :b"


def test_only_names_outside_of_what_is_quoted_are_filled_in() -> None:
    values = {"a": 7, "b": "o'clock"}

    assert "SELECT $1, ':a', \":a\", $$:a$$, b::a, 5 % 2 -- :a\n, /* :a */ $1, $2" == numbered(SAID, values)[0]
    assert [7, "o'clock"] == numbered(SAID, values)[1]
    assert with_values(SAID, values) == "SELECT 7, ':a', \":a\", $$:a$$, b::a, 5 % 2 -- :a\n, /* :a */ 7, 'o''clock'"
    assert for_driver(SAID, {"a": 7}).endswith("5 %% 2 -- :a\n, /* :a */ %(a)s, :b")


def test_a_value_stands_in_sql_as_the_driver_binds_it_for_the_server() -> None:
    at = datetime(2019, 3, 1, 12, tzinfo=UTC)
    values = {"n": None, "t": True, "i": 3, "s": "it's", "d": date(2019, 3, 1), "at": at, "l": ["x", "y"]}

    shown = with_values("SELECT :n, :t, :i, :s, :d, :at, :l", values)

    assert (
        "SELECT NULL, true, 3, 'it''s', DATE '2019-03-01', TIMESTAMPTZ '2019-03-01 12:00:00+00:00', ARRAY['x', 'y']"
        == (shown)
    )
    for value, written in (
        (values["s"], "'it''s'"),
        (values["l"], "ARRAY['x','y']"),
        (values["d"], "'2019-03-01'::date"),
    ):
        assert written.encode() == psycopg2.extensions.adapt(value).getquoted()


@pytest.mark.parametrize(
    "file", [file for file in FILES if "SQLite" in file.read_text(encoding="utf-8")], ids=lambda file: file.stem
)
def test_those_that_make_tables_of_sqlite_make_them(file: Path) -> None:
    said = statement(package_of(file.parent), file.stem)
    if "CREATE" in said:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(said)
        assert connection.execute("SELECT count(*) > 0 FROM sqlite_master").fetchone() == (1,)
        connection.close()
