"""Places that a user names: paths of this machine, and addresses in an object store."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from upath import UPath

    Place = Path | UPath
    """Both have the methods of `pathlib`; the second reads through fsspec."""

__all__ = ["Place", "place_at"]

_STORES = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "az": "adlfs", "abfs": "adlfs", "memory": "fsspec"}
"""For each scheme, what speaks with such stores. The web is none of them: it is reached through Tor or not at all."""


def place_at(name: str) -> Place:
    """
    Return the place of a name: ``s3://bucket/crawls``, or a path.

    Raises:
        ConfigurationError: no such addresses are read, or what reads them is not installed.
    """
    scheme, mark, rest = name.partition("://")
    if not mark or "/" in scheme:
        return Path(name)
    if scheme not in _STORES or "::" in name or not rest.strip("/"):
        msg = f"{scheme}:// … cannot be read: name a path, or a place in an object store such as s3://bucket/crawls"
        raise ConfigurationError(msg)
    if "@" in rest.partition("/")[0]:
        msg = f"{scheme}:// … has a key in it, which all would see: state keys in the environment or in the file for it"
        raise ConfigurationError(msg)
    for module, package in (("upath", "universal-pathlib"), (_STORES[scheme], _STORES[scheme])):
        if find_spec(module) is None:
            msg = f"{scheme}:// needs {package}, which is not installed: make cluster, or pip install {package}"
            raise ConfigurationError(msg)
    from upath import UPath  # noqa: PLC0415  # installed only where it is used

    return UPath(name)
