"""``cryptodrug export``: tables for others, as a data package."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.below import CommandWithMore
from cryptodrug_scraper.cli.export_ledger import ledger, of_ledger, say_choice
from cryptodrug_scraper.cli.export_seal import attach, reduce, say_verified, seal, verified
from cryptodrug_scraper.cli.options import DAY, MARKET
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath, check_days
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import QualityError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from cryptodrug_scraper.export.package import Exported

__all__ = ["export"]

_LICENCES = ("other-closed", "CC0-1.0", "CC-BY-4.0", "CC-BY-NC-4.0", "ODbL-1.0")
_BOTH = ("parquet", "csv")


@click.command(cls=CommandWithMore)
@click.argument("target", type=FilePath(file_okay=False), metavar="FOLDER")
@click.option("--from", "first", type=DAY, metavar="DAY", help="Include only what is of this day or later.")
@click.option("--until", "last", type=DAY, metavar="DAY", help="Include only what is of this day or earlier.")
@click.option("--market", "markets", type=MARKET, multiple=True, help="Include only this market; may be repeated.")
@click.option("--view", "views", multiple=True, metavar="VIEW", help="Include only this view; may be repeated.")
@click.option(
    "--layout", type=click.Choice(["cmu", "datacrypto"]), help="Write the tables and names of another project."
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*_BOTH, "both"]),
    default="both",
    show_default=True,
    help="Format of the tables.",
)
@click.option("--public", is_flag=True, help="Write only counts and sums of five vendors or more, for anybody.")
@click.option(
    "--identified", is_flag=True, help="Write handles, keys and texts as they are: for those who keep the database."
)
@click.option(
    "--key",
    "key_file",
    type=FilePath(dir_okay=False),
    help="The file with the key of the pseudonyms.  [default: export.key in the data home, made at first use]",
)
@click.option(
    "--licence",
    type=click.Choice(_LICENCES),
    default=_LICENCES[0],
    show_default=True,
    help="Licence that the package states.",
)
@click.option(
    "--dry-run", is_flag=True, help="With --public: print what would be withheld, and why, and write nothing."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def export(
    *,
    target: Path,
    first: date | None,
    last: date | None,
    markets: tuple[str, ...],
    views: tuple[str, ...],
    layout: str | None,
    form: str,
    public: bool,
    identified: bool,
    key_file: Path | None,
    licence: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """
    Write tables of the schema research into FOLDER: Parquet and CSV, a Frictionless data package that describes them,
    and a dataset card. For pages as they were served see archive export.

    Handles, buyer masks, key fingerprints and identifiers become pseudonyms by a key that is in no package, and texts
    are left out. The same key gives the same pseudonyms, so that packages can be joined. Rows whose time has a moment
    in common with the days given are exported. Addresses of onion services never are. exports.jsonl in the data home
    keeps a note of each export.

    A package with --public is written into the ledger of the database before it is there. It withholds what would tell
    of fewer than five vendors, alone or together with what the ledger says was published before: see export ledger.

    To check a package run cryptodrug export verify FOLDER.

    \b
    Example:
      cryptodrug export data-2019/ --from 2019-01-01 --until 2019-06-30 --view transaction --view vendor_month
      cryptodrug export for-the-web/ --public --licence CC-BY-4.0
      cryptodrug export for-the-web/ --public --dry-run
      cryptodrug export verify data-2019/

    \b
    Exit codes:
      0  done
      2  options contradict one another; FOLDER holds something or cannot be written; the key cannot be used; or the
         export cannot be noted
      5  the database cannot be used, nothing was derived, or there is no such view; or the ledger cannot be written
    """
    from cryptodrug_scraper.export.log import public_before
    from cryptodrug_scraper.export.package import make_package, would_withhold  # --help is quick without these
    from cryptodrug_scraper.export.pseudonyms import default_key, read_key
    from cryptodrug_scraper.export.selection import Selection, Tier

    check_days(first, last)
    _check(public=public, identified=identified, views=views, layout=layout, key_file=key_file, dry_run=dry_run)
    tier = Tier.PUBLIC if public else Tier.IDENTIFIED if identified else Tier.ANALYST
    key = None
    if tier is Tier.ANALYST:
        key = default_key() if key_file is None else read_key(key_file)
    selection = Selection(tier, first, last, markets, views, layout)
    if dry_run:
        say_choice(would_withhold(selection), as_json=as_json)
        return
    before = public_before() if public else []
    with progress("exporting", str) as show:
        made = make_package(
            target, selection, key, forms=_BOTH if form == "both" else (form,), licence=licence, progress=show
        )
    if before:
        say(
            f"public packages that are not in the ledger, since an earlier version made them: {', '.join(before)}. "
            "What they tell together with this one was not looked at (docs/exporting.md)",
            err=True,
        )
    if as_json:
        found = {"package": str(target), "tier": tier.value, "key": made.key, "digest": made.digest, "rows": made.rows}
        more = {"withheld": made.withheld, "publication": made.publication}
        sys.stdout.buffer.write(to_json({**found, **more}) + b"\n")
        return
    _print(made, identified=identified)


def _check(
    *,
    public: bool,
    identified: bool,
    views: tuple[str, ...],
    layout: str | None,
    key_file: Path | None,
    dry_run: bool,
) -> None:
    if public and identified:
        msg = "--public is for anybody, and --identified for those who keep the database: choose one"
        raise click.UsageError(msg)
    if dry_run and not public:
        msg = "--dry-run is for --public: nothing is withheld of other packages for what was published before"
        raise click.UsageError(msg)
    if public and (views or layout):
        msg = "--public has tables of its own: leave --view and --layout out"
        raise click.UsageError(msg)
    if views and layout:
        msg = "--layout has tables of its own: leave --view out"
        raise click.UsageError(msg)
    if key_file is not None and (public or identified):
        msg = "--key is for pseudonyms, and such an export has none"
        raise click.UsageError(msg)


def _print(made: Exported, *, identified: bool) -> None:
    rows = sum(made.rows.values())
    tables = counted(len(made.rows), "table")
    say(f"{made.target}: {tables}, {counted(rows, 'row')}; read {made.target / 'README.md'} first.")
    if made.key is not None:
        say(f"Pseudonyms by the key {made.key}. Whoever has it can tell whose they are: keep it apart.")
    if identified:
        say("It identifies people, and that it was made is noted.")
    if made.choice is not None:
        say(f"Publication {made.publication} of the ledger; {of_ledger(made.choice)}.")
    say(f"Digest {made.digest}")


@click.command
@click.argument("folder", type=FilePath(file_okay=False, exists=True))
@click.option(
    "--database/--no-database",
    "with_database",
    default=True,
    show_default=True,
    help="Compare the package with the database too.",
)
@click.option(
    "--key",
    "key_file",
    type=FilePath(dir_okay=False),
    help="The file with the key of its pseudonyms.  [default: export.key in the data home, if it is there]",
)
@click.option(
    "--certificate",
    "certificates",
    type=FilePath(exists=True, dir_okay=False),
    multiple=True,
    help="Of a sealed answer: a certificate in PEM of those who may have time-stamped it; may be repeated.",
)
@click.option(
    "--block",
    "blocks",
    multiple=True,
    metavar="HEIGHT=FILE",
    help="Of a sealed answer: the header of a block of Bitcoin, as a node prints it; may be repeated.",
)
@click.option("--root", metavar="HEX", help="Of a sealed answer: the root that you were given by another way.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify(
    folder: Path,
    with_database: bool,
    key_file: Path | None,
    certificates: tuple[Path, ...],
    blocks: tuple[str, ...],
    root: str | None,
    as_json: bool,
) -> None:
    """
    Check a package that export made: its files against their digests, its tables against their schema, and whether the
    database, if it is the one that it was made of, gives the same tables.

    Of a sealed answer (export seal) no database is asked: its root, time stamps, figure, rows, words and pages are
    checked against one another, and what cannot be checked is named.

    \b
    Example:
      cryptodrug export verify data-2019/
      cryptodrug export verify answer/ --certificate authority.pem --root 5f2c…

    \b
    Exit codes:
      0  all is as it should be
      2  the key, a certificate or the header of a block cannot be used
      3  FOLDER is no such package
      5  the database cannot be used: add --no-database to do without
      7  the package was changed, or the database gives other tables
    """
    from cryptodrug_scraper.export.pseudonyms import KEY_FILE, read_key  # --help is quick without these
    from cryptodrug_scraper.export.verify import verify as check
    from cryptodrug_scraper.home import data_home
    from cryptodrug_scraper.sealed.layout import is_sealed

    if is_sealed(folder):
        say_verified(folder, verified(folder, certificates, blocks, root), as_json=as_json)
        return
    if certificates or blocks or root:
        msg = f"{folder} is no sealed answer: --certificate, --block and --root are for these"
        raise click.UsageError(msg)
    default = data_home() / KEY_FILE
    named = key_file or (default if default.exists() else None)
    found = check(folder, None if named is None else read_key(named), with_database=with_database)
    if as_json:
        said = {"good": found.is_good, "digest": found.digest, "files": found.files, "rows": found.rows}
        sys.stdout.buffer.write(to_json(said | {"database": found.against.value, "faults": found.faults}) + b"\n")
    else:
        for fault in found.faults:
            say(fault)
        say(f"{folder}: {counted(found.files, 'file')}, {counted(found.rows, 'row')} of CSV; {found.against.value}.")
        say(f"Digest {found.digest}")
    if not found.is_good:
        click.get_current_context().exit(QualityError.exit_code)


export.below["verify"] = verify
export.below["ledger"] = ledger
export.below["seal"] = seal
export.below["reduce"] = reduce
export.below["attach"] = attach
