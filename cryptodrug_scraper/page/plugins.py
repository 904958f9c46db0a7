"""What other distributions bring by entry points, loaded so that one that fails does not stop the others."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

__all__ = ["OWN", "Plugin", "fault_in", "load_plugins"]

OWN = "cryptodrug-scraper"
"""The distribution of the program itself."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """
    One entry point, loaded.

    Attributes:
        name: the entry point's name.
        distribution: the name and version of the distribution that has it.
        value: what it leads to; None where it could not be loaded.
        fault: why it could not be loaded.
    """

    name: str
    distribution: str
    value: object = None
    fault: str | None = None


def load_plugins(group: str) -> Iterator[Plugin]:
    """
    The entry points of a group, by name. Of several with one name none is loaded, but for the program's own.
    """
    by_name: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=group):
        by_name.setdefault(point.name, []).append(point)
    for name in sorted(by_name):
        points = by_name[name]
        own = [point for point in points if point.dist is not None and point.dist.name == OWN]
        loaded = points if len(points) == 1 else own
        yield from (_load(point) for point in loaded)
        for point in points:
            if point not in loaded:
                others = ", ".join(_distribution(other) for other in points if other is not point)
                yield Plugin(name, _distribution(point), fault=f"{others} has that name too: uninstall one of them")


def fault_in(error: BaseException) -> str:
    """What went wrong in somebody else's code: the kind of error and its message, on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _load(point: EntryPoint) -> Plugin:
    try:
        return Plugin(point.name, _distribution(point), point.load())
    except (Exception, SystemExit) as error:  # noqa: BLE001  # a plug-in's module may raise anything when it is imported
        reason = f"{point.value} cannot be loaded ({fault_in(error)}): mend that module, or uninstall the distribution"
        return Plugin(point.name, _distribution(point), fault=reason)


def _distribution(point: EntryPoint) -> str:
    return "an unknown distribution" if point.dist is None else f"{point.dist.name} {point.dist.version}"
