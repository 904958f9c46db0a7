"""
Kill replays at random moments and see that nothing is lost, doubled or halved.

A round loads some pages, then reads them again by another version of the parsers. Both are killed with SIGKILL again
and again, each time at a random moment, and resumed by the same command. At the end of a round the database must have
the digest that an undisturbed one has. After every kill each page in the database must be there with all its rows.

The database is the embedded server, which starts and stops with each process: every other kill hits the processes that
read too. Figures are printed as JSON; the exit code is 1 if anything was wrong.

    python tests/campaigns/kill_replay.py --kills 50
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROOT = Path(__file__).parent.parent.parent
HALVED = text(
    """
    SELECT count(*) FROM parse_run r
    WHERE listing_count <> (SELECT count(*) FROM listing_observation o WHERE o.parse_run_id = r.parse_run_id)
       OR vendor_count <> (SELECT count(*) FROM vendor_observation o WHERE o.parse_run_id = r.parse_run_id)
       OR review_count <> (SELECT count(*) FROM review_observation o WHERE o.review_list_id = r.review_list_id)
       OR warning_count + error_count > (SELECT count(*) FROM parse_issue o WHERE o.parse_run_id = r.parse_run_id)
       OR NOT EXISTS (SELECT FROM capture c WHERE c.capture_id = r.capture_id)
       OR NOT EXISTS (SELECT FROM capture_origin c WHERE c.capture_id = r.capture_id)
    """
)
"""Readings whose rows are not all there."""


class Campaign:
    """Some pages, two versions of the parsers, a home for the database, and what has happened so far."""

    def __init__(self, folder: Path, pages: Path, copies: int, seed: int) -> None:
        """Copy the pages, each copy with a remark of its own at its end so that it is another page; and the parsers."""
        self.chance = random.Random(seed)
        self.pages = folder / "pages"
        self.now, self.next = folder / "now", folder / "next"
        self.figures: Counter[str] = Counter()
        self.seconds = 0.0
        for copy in range(copies):
            shutil.copytree(pages, self.pages / str(copy))
            for body in (self.pages / str(copy)).rglob("body.html"):
                body.write_bytes(body.read_bytes() + b"<!-- %d -->" % copy)
        for version in (self.now, self.next):
            shutil.copytree(ROOT / "parsers", version / "parsers", ignore=shutil.ignore_patterns("__pycache__"))
        for market in (self.next / "parsers").glob("*/__init__.py"):
            market.write_text(market.read_text(encoding="utf-8") + "\n# another version\n", encoding="utf-8")

    def undisturbed(self) -> str:
        """Do all of a round without a kill, and give the digest at its end."""
        with open_database():
            pass  # the server is made before the clock runs
        began = time.monotonic()
        for step in self.steps():
            process = self.start(*step)
            if process.wait() != 0:
                sys.exit("a replay fails even if nobody kills it")
        self.seconds = (time.monotonic() - began) / len(self.steps())
        with open_database(read_only=True) as database, database.engine.connect() as connection:
            return digest(connection)

    def round(self, kills: int) -> str:
        """Do a round with kills, as many as fit into it or are left, and give the digest at its end."""
        with open_database() as database, database.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(LOADED)}, superseded_run, parser_version"))
        for step in self.steps():
            done = False
            while not done:
                done = self.survives(step, may_kill=self.figures["kills"] < kills)
                with open_database(read_only=True) as database, database.engine.connect() as connection:
                    self.figures["halved_pages"] += connection.execute(HALVED).scalar_one()
                    if not done:
                        self.note(connection)
        self.figures["rounds"] += 1
        with open_database(read_only=True) as database, database.engine.connect() as connection:
            return digest(connection)

    def steps(self) -> list[tuple[Path, list[str]]]:
        """The commands of a round, each with the folder whose parsers it uses."""
        return [(self.now, []), (self.next, ["--reparse"])]

    def start(self, folder: Path, options: list[str]) -> subprocess.Popen[bytes]:
        """Start a replay as the leader of a group of processes of its own."""
        command = [sys.executable, "-m", "cryptodrug_scraper", "replay", str(self.pages), "--workers", "2", *options]
        silent = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=folder, stdout=silent, stderr=silent, start_new_session=True)

    def survives(self, step: tuple[Path, list[str]], *, may_kill: bool) -> bool:
        """Run a command and perhaps kill it; tells whether it came to its end."""
        process = self.start(*step)
        if may_kill:
            try:
                # the first half of a run is mostly the start of its processes: two kills of three come after that
                earliest = self.chance.choice((0.0, 0.5, 0.5))
                process.wait(self.seconds * self.chance.uniform(earliest, 1.0))
            except subprocess.TimeoutExpired:
                self.figures["kills"] += 1
                if self.figures["kills"] % 2:
                    os.kill(process.pid, signal.SIGKILL)
                else:
                    os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        if code > 0:
            self.figures["failed_runs"] += 1
            sys.exit(f"a replay after {self.figures['kills']} kills ends with {code}: {self.figures}")
        return code == 0

    def note(self, connection: Connection) -> None:
        """Note how far the killed command had come."""
        read = text("SELECT count(*) FROM parse_run")
        pages = connection.execute(read).scalar_one()
        before = self.figures["pages_at_last_kill"]
        self.figures["kills_that_left_new_pages"] += pages > before
        self.figures["pages_at_last_kill"] = pages


def main() -> None:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="how many kills there are in all")
    parser.add_argument(
        "--copies", type=int, default=4, help="how often the pages are loaded, each time as other pages"
    )
    parser.add_argument("--pages", type=Path, default=ROOT / "fixtures" / "pages", help="a folder of saved pages")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    with TemporaryDirectory(prefix="cryptodrug-kill-") as name:
        os.environ[HOME_VARIABLE] = str(Path(name, "home"))
        os.environ.pop(URL_VARIABLE, None)
        campaign = Campaign(Path(name), given.pages, given.copies, given.seed)
        expected = campaign.undisturbed()
        wrong = 0
        while campaign.figures["kills"] < given.kills:
            campaign.figures["pages_at_last_kill"] = 0
            wrong += campaign.round(given.kills) != expected
        figures: dict[str, Any] = {**campaign.figures, "wrong_digests": wrong, "seed": given.seed}
        figures["seconds_of_an_undisturbed_run"] = round(campaign.seconds, 2)
        del figures["pages_at_last_kill"]
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.exit(1 if wrong or campaign.figures["halved_pages"] else 0)


if __name__ == "__main__":
    main()
