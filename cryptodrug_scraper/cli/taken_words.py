"""Where the times and addresses of a replay came from, and what contradicts itself, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.screen import say

if TYPE_CHECKING:
    from cryptodrug_scraper.replay.taken import Taken

__all__ = ["say_taken"]

_SOURCES = {
    "sidecar": "sidecars",
    "comment": "comments in pages",
    "directory": "names of folders",
    "modified": "when files were changed",
    "warc": "WARC records",
    "mhtml": "MHTML headers",
    "http_date": "HTTP headers",
    "file_name": "names of files",
    "received_on": "days of receipt",
    "option": "options",
    "none": "nowhere",
}
"""What each source of a time is called; docs/importing.md says more."""
_ODD = {
    "clock_disagrees": "pages have a clock of their own that contradicts the time of their source, which counts",
    "modified_disagrees": "pages have a clock of their own, which counts, and their file was changed on another day",
    "clock_implausible": "pages have nothing but a clock of their own, and it shows a year without such markets",
    "not_open": "pages are of days on which their market did not exist, by its calendar",
}
_HOSTS = 3


def say_taken(taken: Taken) -> None:
    """Print it, a line for each thing that there is."""
    if taken.time_sources:
        counts = ", ".join(f"{times} {_SOURCES[source]}" for source, times in taken.time_sources.most_common())
        say(f"Times of pages, by where they come from: {counts}.")
    if taken.clocked:
        say(f"{taken.clocked} pages have their instant from the clock that they print.")
    if taken.undated:
        places = _such_as(taken, "undated")
        say(f"{taken.undated} pages have no time at all, so nothing that is derived counts them{places}.")
        say("Folders named after days, sidecars or --trust-modified give them one: see docs/importing.md.")
    for name, times in taken.odd.most_common():
        say(f"{times} {_ODD[name]}{_such_as(taken, name)}.")
    if taken.named:
        say(f"{taken.named} pages have their address from the name of their file{_such_as(taken, 'named')}.")
    if taken.unclear:
        say(
            f"{taken.unclear} pages have no address, since the name of their file can be read as several"
            f"{_such_as(taken, 'unclear')}: sidecars give them one, see docs/importing.md."
        )
    if taken.unread:
        hosts = ", ".join(f"{host} ({times})" for host, times in taken.hosts.most_common(_HOSTS))
        more = f"; and {len(taken.hosts) - _HOSTS} more hosts" if len(taken.hosts) > _HOSTS else ""
        say(
            f"{taken.unread} pages of a site that no installed market reads{_such_as(taken, 'unread')}: "
            "cryptodrug market new NAME --from FOLDER begins a market for them."
            + (f" Their hosts, as far as addresses are known: {hosts}{more}." if hosts else "")
        )


def _such_as(taken: Taken, name: str) -> str:
    places = taken.examples.get(name, ())
    return f" (for example {'; '.join(places)})" if places else ""
