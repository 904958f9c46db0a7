"""The files of the modules and packages that decide how pages are read."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["source_files"]


def source_files(source: str) -> Iterator[tuple[str, Path]]:
    """
    The files of a module or of a package, data files and packages below it included, each with its path in it.

    Raises:
        ConfigurationError: there is no such module.
    """
    try:
        spec = find_spec(source)
    except ModuleNotFoundError:
        spec = None
    if spec is None:
        msg = f"a market declares the source {source!r}, and there is no such module: correct its Market.sources"
        raise ConfigurationError(msg)
    if spec.submodule_search_locations is None:
        yield "", Path(spec.origin or "")
        return
    for root in map(Path, spec.submodule_search_locations):
        for file in sorted(root.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                yield file.relative_to(root).as_posix(), file
