"""What all runs of the commands share: pages, archives, a server with databases to copy, a market that is served."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from cryptodrug_scraper.archive.layout import ARCHIVE_VARIABLE, Layout
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE
from cryptodrug_scraper.tor.torrc import NETWORK_VARIABLE
from tests.support.command import run_command
from tests.support.own_postgres import OwnPostgres
from tests.support.private_tor import PrivateTor
from tests.support.served_market import ServedMarket

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["ROOT", "Stage"]

ROOT = Path(__file__).parent.parent.parent.parent
_PAGES = ("dream/listing", "dream/vendor_profile", "empire/listing", "wallstreet/vendor_profile", "none")
_LURE = {"url": "http://300.1.2.3/viewProduct?offer=1", "captured_at": "2018-11-18T09:00:00Z"}
"""Of a page whose host is no address and looks like one: whoever asks what it means asks a name server."""


class Stage:
    """
    The shared things, made when they are first asked for, for as long as the context lasts.

    Args:
        folder: an empty folder with a short path.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def environment(self, home: Path, database: str | None, **more: str) -> dict[str, str]:
        """That of a command whose data lie in a folder. No Tor that it starts looks for the public network."""
        network = self.folder / "no-network"
        network.write_text("DisableNetwork 1\n", encoding="utf-8")
        own = {HOME_VARIABLE: str(home), ARCHIVE_VARIABLE: str(home / "archive"), NETWORK_VARIABLE: str(network)}
        if database is not None:
            own[URL_VARIABLE] = self.postgres.address(database)
        return {key: value for key, value in os.environ.items() if key != URL_VARIABLE} | own | more

    # pages

    @cached_property
    def pages(self) -> Path:
        """A folder of saved pages, with some that are none, and one that was put there to be asked about."""
        folder = self.folder / "pages"
        for part in _PAGES:
            shutil.copytree(ROOT / "fixtures" / "pages" / part, folder / part)
        lure = folder / "none" / "lure.html"
        shutil.copyfile(folder / "dream" / "listing" / "hash_cp1252" / "body.html", lure)
        lure.with_name("lure.html.json").write_text(json.dumps(_LURE), encoding="utf-8")
        return folder

    @cached_property
    def archive(self) -> Path:
        """An archive of several WARC files with these pages."""
        for part in _PAGES:
            self._do("archive", "import", str(self.pages / part), "--archive", str(self.folder / "archive"))
        return self.folder / "archive"

    @cached_property
    def warcs(self) -> list[Path]:
        """Its WARC files."""
        return Layout(self.archive).sealed()

    @cached_property
    def truth(self) -> Path:
        """The truth and the pages of a small economy."""
        folder = self.folder / "truth"
        self._do("simulate", "truth", "--size", "0.002", str(folder))
        self._do("simulate", "archive", "dream", "--size", "0.002", "--archive", str(folder / "pages"))
        return folder

    # databases

    @cached_property
    def postgres(self) -> OwnPostgres:
        """A server, whose data lie in the folder ``postgres``."""
        return self._stack.enter_context(OwnPostgres(self.folder / "postgres" / "data"))

    @cached_property
    def loaded(self) -> str:
        """A database with the archive's pages."""
        self.postgres.make("loaded")
        self._do("replay", str(self.archive), "--workers", "2", database="loaded")
        return "loaded"

    @cached_property
    def older(self) -> str:
        """The same as an earlier version of the parsers read them."""
        self.postgres.make("older")
        version = self.folder / "older"
        shutil.copytree(ROOT / "parsers", version / "parsers", ignore=shutil.ignore_patterns("__pycache__"))
        for market in (version / "parsers").glob("*/__init__.py"):
            market.write_text(market.read_text(encoding="utf-8") + "\n# another version\n", encoding="utf-8")
        self._do("replay", str(self.archive), "--workers", "2", database="older", cwd=version)
        return "older"

    @cached_property
    def twice(self) -> str:
        """The same as both versions read them."""
        self.postgres.make("twice", self.older)
        self._do("replay", "--reparse", str(self.archive), "--workers", "2", database="twice")
        return "twice"

    @cached_property
    def simulated(self) -> str:
        """A database with the pages of the small economy."""
        self.postgres.make("simulated")
        self._do("replay", str(self.truth / "pages"), "--workers", "2", database="simulated")
        return "simulated"

    @cached_property
    def derived(self) -> str:
        """The same with what its pages mean."""
        self.postgres.make("derived", self.simulated)
        self._do("derive", database="derived")
        return "derived"

    @cached_property
    def home(self) -> Path:
        """A data folder with an embedded server, stopped, that has the pages."""
        home = self.folder / "home"
        self._do("replay", str(self.archive), "--workers", "2", home=home)
        return home

    # what listens

    @cached_property
    def market(self) -> ServedMarket:
        """A market of some 60 pages, slow enough to be disturbed."""
        market = self._stack.enter_context(ServedMarket("dream", "--size", "0.001"))
        market.order(settings={"faults": {"slow": 1.0}, "delay": 0.02})
        return market

    @cached_property
    def tor(self) -> PrivateTor:
        """A Tor network, for a stage whose thread has loopback only."""
        folder = self.folder / "tor"
        folder.mkdir()
        return self._stack.enter_context(PrivateTor(folder))

    @cached_property
    def onion(self) -> str:
        """The market as an onion service."""
        return self.tor.add_onion(self.market.port)

    def _do(self, *arguments: str, database: str | None = None, home: Path | None = None, cwd: Path = ROOT) -> None:
        environment = self.environment(home or self.folder / "unused", database)
        run_command(*arguments, environment=environment, folder=cwd)
