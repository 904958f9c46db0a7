"""Every measure is in use: one that tests alone call is worked out elsewhere too, or for nobody."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ("cryptodrug_scraper", "parsers", "spiders", "simulator", "docs")


def parsed(folder: str) -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / folder).rglob("*.py")}


def used(program: dict[Path, ast.Module]) -> set[str]:
    """The names in the expressions of a program."""
    nodes = (node for tree in program.values() for node in ast.walk(tree))
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in nodes
        if isinstance(node, ast.Name | ast.Attribute)
    }


def idle(program: dict[Path, ast.Module], names: set[str]) -> list[str]:
    """Functions of measures that are none of these names."""
    return [
        f"{path.stem}.{node.name}"
        for path, tree in program.items()
        if path.is_relative_to(ROOT / "cryptodrug_scraper" / "measures")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name not in names
    ]


def test_no_function_of_the_measures_is_called_by_tests_alone() -> None:
    program = {path: tree for folder in PROGRAM for path, tree in parsed(folder).items()}
    names = used(program)
    assert idle(program, names) == []
    own = ROOT / "cryptodrug_scraper" / "measures" / "own.py"
    added = {own: ast.parse("def called_by_nobody() -> None: ...")}
    assert idle(added, names | used(added)) == ["own.called_by_nobody"]
