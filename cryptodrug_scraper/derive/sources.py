"""
The files that decide what is derived, found from what uses them.

They are the modules of the rooms that derive, measure and judge which the making of a derivation imports when it runs,
one through another; the studies and what they can measure; the statements that these modules run; and the definitions
of ``store/research`` that any of them names, with those that these use. The English words of reasons are among them,
since findings are kept with them. What only tells of a derivation, or only shows one, is none of them, and neither is a
module without code.
"""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page.sources import source_files
from cryptodrug_scraper.statements import FOLDER
from cryptodrug_scraper.store.definitions import definition, definition_files, used_by, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["deciding_files"]

_START = "cryptodrug_scraper.study.run"
"""The module that makes derivations, and judges by them."""
_NAMING = frozenset({"cryptodrug_scraper.derive.version", __name__})
"""What names a derivation by these files, which decides nothing of its rows."""
_ELSEWHERE = frozenset({"cryptodrug_scraper.derive.on_cluster"})
"""What has steps worked out on other machines, which are the same there: they have the same version."""
_ROOMS = tuple(
    f"cryptodrug_scraper.{room}"
    for room in ("derive", "decisions", "adjudication", "measures", "study", "words", "reason")
)
_DATA = {
    "cryptodrug_scraper.study": ("measures.toml", "neighbours.toml", "studies/"),
    "cryptodrug_scraper.words": ("en/reasons.toml",),
}
"""By the room that reads it, the data that decides, or folders of it. Measures of studies name their statements."""


def deciding_files() -> dict[str, bytes]:
    """Return what is in each file that decides on derived rows, by its place in the package."""
    files = {
        f"{room}/{name}" if name else f"{room.replace('.', '/')}.py": file.read_bytes()
        for room in _ROOMS
        for name, file in source_files(room)
    }
    modules = {_module(name): name for name in files if name.endswith(".py")}
    data = {room: {name for name in files if name.startswith(_within(room, parts))} for room, parts in _DATA.items()}
    found = {name: files[name] for names in data.values() for name in names}
    words: set[str] = set()
    seen, waiting = set(), [_START]
    while waiting:
        module = waiting.pop()
        seen.add(module)
        name = modules[module]
        read = _read(files[name])
        if read.has_code:
            found[name] = files[name]
        words.update(*map(words_of, read.texts))
        if read.runs_statements:
            folder = f"{name.rpartition('/')[0]}/{FOLDER}"
            room = name.partition("/")[0]
            named = words_of("\n".join(files[each].decode() for each in sorted(data.get(room, ()))))
            for statement in {f"{folder}/{text}.sql" for text in read.texts | named} & files.keys():
                found[statement] = files[statement]
                words |= words_of(files[statement].decode())
        imported = {*read.imported, *_above(module)}
        waiting += sorted((imported & modules.keys()) - seen - _NAMING - _ELSEWHERE - set(waiting))
    definitions = definition_files()
    made = {file: definition(file, said) for file, said in definitions.items()}
    used = used_by(words, made.values())
    found.update(
        (f"cryptodrug_scraper.store/research/{file}.sql", definitions[file])
        for file, each in made.items()
        if each.name in used
    )
    return dict(sorted(found.items()))


def _within(room: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{room}/{part}" for part in parts)


class _Module(NamedTuple):
    has_code: bool
    imported: frozenset[str]
    texts: frozenset[str]
    runs_statements: bool


@cache
def _read(body: bytes) -> _Module:
    nodes = list(_run(ast.parse(body)))
    return _Module(
        bool(nodes),
        frozenset(_imported(nodes)),
        frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)),
        any(isinstance(node, ast.Name) and node.id == "statement" for node in nodes),
    )


def _module(name: str) -> str:
    room, _, path = name.partition("/")
    return ".".join((room, *path.removesuffix(".py").removesuffix("__init__").strip("/").split("/"))).rstrip(".")


def _above(module: str) -> Iterator[str]:
    """The packages that a module is in: they are imported with it."""
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """What of a module is run: neither its texts that describe, nor what is there for the checking of types alone."""
    for node in ast.iter_child_nodes(tree):
        is_description = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        if not is_description and not is_for_types:
            yield node
            yield from _run(node)


def _imported(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)
