"""Find the files of the modules and packages that decide how pages are read."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.calendar import CALENDAR_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["STYLE_FILE", "reading_files", "source_files"]

STYLE_FILE = "page.css"
"""What a market's package may bring for people who look at its pages."""
_FOR_PEOPLE = frozenset({CALENDAR_FILE, STYLE_FILE})


def source_files(source: str) -> Iterator[tuple[str, Path]]:
    """
    Return the files of a module or package with their relative paths, data files and inner packages included.

    Raises:
        ConfigurationError: there is no such module.
    """
    try:
        spec = find_spec(source)
    except (ModuleNotFoundError, ValueError):  # ValueError: an empty name, or a module without a specification
        spec = None
    if spec is None:
        msg = f"a market declares the source {source!r}, and there is no such module: correct its Market.sources"
        raise ConfigurationError(msg)
    if spec.submodule_search_locations is None:
        if spec.has_location:
            yield "", Path(spec.origin or "")
        return
    for root in map(Path, spec.submodule_search_locations):
        for file in sorted(root.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                yield file.relative_to(root).as_posix(), file


def reading_files(source: str, spiders: Iterable[str] = ()) -> Iterator[tuple[str, Path]]:
    """
    The files of a source that can change a reading: all but a market's calendar, its style sheet and the modules of
    spiders.

    Args:
        source: the module or package.
        spiders: dotted names of the modules of spiders, which may lie in the package.
    """
    left_out = {
        module.removeprefix(f"{source}.").replace(".", "/") + ".py"
        for module in spiders
        if module.startswith(f"{source}.")
    }
    for name, file in source_files(source):
        if file.name not in _FOR_PEOPLE and name not in left_out:
            yield name, file
