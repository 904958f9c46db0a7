"""Where the times and addresses of a replay came from, and what contradicts itself, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.counted import counted

if TYPE_CHECKING:
    from cryptodrug_scraper.replay.taken import Taken

__all__ = ["say_taken"]

_SOURCES = {
    "sidecar": "sidecar",
    "comment": "comment in a page|comments in pages",
    "directory": "name of a folder|names of folders",
    "modified": "when a file was changed|when files were changed",
    "warc": "WARC record",
    "mhtml": "MHTML header",
    "http_date": "HTTP header",
    "file_name": "name of a file|names of files",
    "received_on": "day of receipt|days of receipt",
    "option": "option",
    "none": "nowhere|nowhere",
}
"""What each source of a time is called, one and several; docs/importing.md says more."""
_ODD = {
    "clock_disagrees": "page has a clock of its own that contradicts the time of its source, which counts"
    "|pages have a clock of their own that contradicts the time of their source, which counts",
    "modified_disagrees": "page has a clock of its own, which counts, and its file was changed on another day"
    "|pages have a clock of their own, which counts, and their file was changed on another day",
    "clock_implausible": "page has nothing but a clock of its own, and it shows a year without such markets"
    "|pages have nothing but a clock of their own, and it shows a year without such markets",
    "not_open": "page is of a day on which its market did not exist, by its calendar"
    "|pages are of days on which their market did not exist, by its calendar",
}
_HOSTS = 3


def say_taken(taken: Taken) -> None:
    """Print it, a line for each thing that there is."""
    if taken.time_sources:
        counts = ", ".join(counted(times, _SOURCES[source]) for source, times in taken.time_sources.most_common())
        say(f"Times of pages, by where they come from: {counts}.")
    if taken.clocked:
        pages = counted(
            taken.clocked,
            "page has its instant from the clock that it prints"
            "|pages have their instant from the clock that they print",
        )
        say(f"{pages}.")
    if taken.undated:
        places = _such_as(taken, "undated")
        pages = counted(taken.undated, "page has no time at all|pages have no time at all")
        say(f"{pages}, so nothing that is derived counts {'it' if taken.undated == 1 else 'them'}{places}.")
        say("Folders named after days, sidecars or --trust-modified give pages one: see docs/importing.md.")
    for name, times in taken.odd.most_common():
        say(f"{counted(times, _ODD[name])}{_such_as(taken, name)}.")
    if taken.named:
        pages = counted(
            taken.named,
            "page has its address from the name of its file|pages have their address from the name of their file",
        )
        say(f"{pages}{_such_as(taken, 'named')}.")
    if taken.unclear:
        pages = counted(
            taken.unclear,
            "page has no address, since the name of its file can be read as several"
            "|pages have no address, since the name of their file can be read as several",
        )
        say(f"{pages}{_such_as(taken, 'unclear')}: sidecars give pages one, see docs/importing.md.")
    if taken.unread:
        hosts = ", ".join(f"{host} ({times})" for host, times in taken.hosts.most_common(_HOSTS))
        more = f"; and {counted(len(taken.hosts) - _HOSTS, 'more host')}" if len(taken.hosts) > _HOSTS else ""
        say(
            f"{counted(taken.unread, 'page')} of a site that no installed market reads{_such_as(taken, 'unread')}: "
            "cryptodrug market new NAME --from FOLDER begins a market for such pages."
            + (f" Their hosts, as far as addresses are known: {hosts}{more}." if hosts else "")
        )


def _such_as(taken: Taken, name: str) -> str:
    places = taken.examples.get(name, ())
    return f" (for example {'; '.join(places)})" if places else ""
