"""``cryptodrug decision``: what people decided of links, countries, prices, classes and fields."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, get_args

import click

from cryptodrug_scraper.cli.ledger_file import read_ledger, write_ledger
from cryptodrug_scraper.cli.options import DAY
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.decisions.subject import Kind
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["decision"]

_DIGITS = 13
"""Characters of an identifier that are shown in a table; few decisions have the same."""
_BY = click.option("--by", required=True, metavar="NAME", help="Who decides it; kept in the ledger, and personal data.")
_WHY = click.option("--why", required=True, metavar="TEXT", help="Why; kept in the ledger.")


@click.group
def decision() -> None:
    """
    Look after what people decided: that two accounts are one seller's, from where an account sends, that a price only
    holds a place, what a listing sells, or that a field was read wrong.

    Decisions are a ledger beside what was observed. They change nothing of that; derive takes them, and says how many
    its figures rest on. docs/decisions.md has an example of each kind.

    \b
    Example:
      cryptodrug decision list
    """


@decision.command
@click.argument("kind", type=click.Choice(get_args(Kind)))
@click.argument("about", nargs=-1, required=True)
@click.option(
    "--verdict",
    type=click.Choice(("accepted", "rejected", "corrected")),
    required=True,
    help="accepted: it is so; rejected: it is not so; corrected: it is otherwise, as --value says.",
)
@click.option(
    "--value", help="What holds or, if rejected, what does not: BE,NL or drug_class=Cannabis or a field's value."
)
@click.option("--title", help="Of a class: all listings of MARKET with this title.")
@click.option("--from", "first_day", type=DAY, help="First day, of a country or a price.  [default: open]")
@click.option("--until", "last_day", type=DAY, help="Last day.  [default: open]")
@_WHY
@_BY
@click.option("--json", "as_json", is_flag=True, help="Print the decision as a line of a file of decisions.")
def add(
    kind: Kind,
    about: tuple[str, ...],
    verdict: Literal["accepted", "rejected", "corrected"],
    value: str | None,
    title: str | None,
    first_day: date | None,
    last_day: date | None,
    why: str,
    by: str,
    as_json: bool,  # a flag
) -> None:
    """
    Decide something.

    After the KIND stands what it is about:

    \b
      link           MARKET/VENDOR MARKET/VENDOR        accepted (one seller's) or rejected
      country        MARKET/VENDOR                      --value BE,NL; days with --from and --until
      holding_price  MARKET/LISTING PRICE CURRENCY      accepted (it holds a place) or rejected
      class          MARKET/LISTING, or MARKET --title  --value drug_class=Cannabis,product_class=physical
      field          RECORD_ID FIELD                    --value, as the field has it; null for none

    RECORD_ID is a listing_observation_id, vendor_observation_id or review_observation_id of the views, and FIELD a
    column of what the page states, such as price_amount, a long text by its name (description), or the table of a list
    (price_tier), whose rows --value has in JSON.

    What the database shows of it now is kept with the decision as its ground. An earlier decision of the same is
    replaced, and stays in the ledger. The next derive takes it.

    \b
    Example:
      cryptodrug decision add link dream/amber empire/amber77 --verdict accepted --by "E. Peeters" \\
        --why "same order form, and each names the other"

    \b
    Exit codes:
      0  done
      2  it is no such decision, or contradicts another; or CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used, or knows no such market
    """
    from cryptodrug_scraper.cli.decision_about import subject_of  # --help is quick without these
    from cryptodrug_scraper.decisions.decide import Saying, decide
    from cryptodrug_scraper.decisions.lines import to_lines
    from cryptodrug_scraper.decisions.said import value_of
    from cryptodrug_scraper.decisions.stated import Stated, field_of
    from cryptodrug_scraper.store.database import open_database

    named = subject_of(kind, about, first_day, last_day, title)
    with open_database() as database, database.engine.begin() as connection:
        subject = field_of(connection, named) if isinstance(named, Stated) else named
        made = decide(connection, Saying(subject, verdict, value_of(subject, value), by, why), datetime.now(UTC))
    if as_json:
        sys.stdout.buffer.write(to_lines({made.decision_id: made.decision}))
        return
    say(f"Decision {made.decision_id}. Next: cryptodrug derive")
    if made.decision.replaces is not None:
        say(f"It replaces {made.decision.replaces}.")
    if not made.has_ground:
        say("Nothing of this is in the database now: after derive, decision list tells what became of it.")


@decision.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line.")
def list_decisions(as_json: bool) -> None:  # a flag
    """
    List all decisions, the oldest first, each with its state in the current derivation: applied; ground_changed (what
    is there is no longer what the person saw: look again); without_ground (what it is about is not there); pending
    (derive has not taken it yet); replaced; withdrawn.

    \b
    Example:
      cryptodrug decision list

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from cryptodrug_scraper.decisions.told import told  # --help is quick without these
    from cryptodrug_scraper.store.reading import reading

    with reading() as connection:
        found = told(connection)
    if as_json:
        for each in found:
            sys.stdout.buffer.write(to_json(each.as_dict()) + b"\n")
        return
    print_table(
        ("decision", "kind", "about", "verdict", "value", "state", "rows", "by", "at"),
        [
            (
                str(each.decision_id)[:_DIGITS],
                each.decision.kind,
                each.about,
                each.decision.verdict,
                each.value,
                each.state,
                ", ".join(f"{table} {count}" for table, count in sorted(each.changed.items())),
                each.decision.decided_by,
                each.decision.decided_at,
            )
            for each in found
        ],
    )


@decision.command
@click.argument("decision_id", metavar="ID")
@_WHY
@_BY
def withdraw(decision_id: str, why: str, by: str) -> None:
    """
    Take a decision back, by its identifier or the first digits of it. It stays in the ledger, with who took it back and
    why; what it replaced does not count again.

    \b
    Example:
      cryptodrug decision withdraw 5d0c7f2a --why "the key was another's" --by "E. Peeters"

    \b
    Exit codes:
      0  done
      2  nobody or no reason is named, or CRYPTODRUG_DATABASE_URL is no database address
      5  no decision that counts begins so, or the database cannot be used
    """
    from cryptodrug_scraper.decisions.decide import withdraw as take_back  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database

    with open_database() as database, database.engine.begin() as connection:
        gone = take_back(connection, decision_id, by, why, datetime.now(UTC))
    say(f"Decision {gone} is withdrawn. Next: cryptodrug derive")


@decision.command
@click.argument("file", type=FilePath(dir_okay=False))
def export(file: Path) -> None:
    """
    Write all decisions into a FILE, one JSON object a line, for cryptodrug decision load. The same decisions give the
    same file. It names accounts and those who decided, and is readable for you alone.

    \b
    Example:
      cryptodrug decision export decisions.jsonl

    \b
    Exit codes:
      0  done
      2  the file cannot be written, or CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from cryptodrug_scraper.decisions.ledger import decisions_of  # --help is quick without these
    from cryptodrug_scraper.decisions.lines import to_lines
    from cryptodrug_scraper.store.reading import reading

    with reading() as connection:
        found = decisions_of(connection)
    write_ledger(file, to_lines(found))
    say(f"{file}: {counted(len(found), 'decision', ',')}.")


@decision.command
@click.argument("file", type=FilePath(exists=True, dir_okay=False))
def load(file: Path) -> None:
    """
    Add the decisions of a FILE that cryptodrug decision export wrote: all of them, or none if a line is wrong or they
    contradict one another or those that are there. Those that are there already are not added again.

    \b
    Example:
      cryptodrug decision load decisions.jsonl

    \b
    Exit codes:
      0  done
      2  a line is no decision, or some contradict; or CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from cryptodrug_scraper.decisions.ledger import add as add_all  # --help is quick without these
    from cryptodrug_scraper.decisions.lines import from_lines
    from cryptodrug_scraper.store.database import open_database

    given = from_lines(read_ledger(file), file.name)
    with open_database() as database, database.engine.begin() as connection:
        added = add_all(connection, given)
    new, there = (counted(len(each), "decision", ",") for each in (added.new, added.there))
    say(f"{file.name}: {new} new; {there} there already.{' Next: cryptodrug derive' if added.new else ''}")
