"""The page of a sealed answer that says how to check it, for who has never seen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.output import inert

if TYPE_CHECKING:
    from cryptodrug_scraper.sealed.question import Question

__all__ = ["card_of"]

_CARD = """\
# A sealed answer

{title}

Made by cryptodrug-scraper {program} at {made_at}{simulated}.

## Who may have it

The files that are named below "names people" hold handles of accounts, words that people wrote and pages as they were
served: they are for a court, a referee, or whoever else may see the pages, and not for the public. A copy without
them is made by `cryptodrug export reduce`: it has the same root, and is for researchers under an agreement, as rows
are. Anybody may have the root and its time stamps; they tell nothing of what is in here.

## How to check it

1. `sha256sum --check manifest-sha256.txt` compares each file with its digest.
2. The root of the tree over the lines of that file stands in `seal/root.txt`, with how it is made: RFC 6962, section
   2.1. Compare it with the one that you were given by another way, or that is time-stamped.
3. `openssl ts -verify -data seal/root.txt -in seal/answer.tsr -CAfile authority.pem` checks a time stamp of RFC 3161,
   where there is one, against the certificate that the authority publishes.
4. `cryptodrug export verify FOLDER` does all of this and more, on a machine without a database or a network: it reads
   the pages again, compares what they state with the rows, and the words with the bytes, and gives the figure again
   of the rows. Take the version of the program that `question.json` names: another may read pages otherwise, and says
   so.

## What is in it

| file | what | names people |
| --- | --- | --- |
| question.json | what is asked, and by which program, parsers and derivation it is answered | |
| figure.json | the figure | |
| sql/figure.sql | the statement that gave it, for the database | |
| sql/rows.sql, rows.jsonl | the rows of which it is made, with pseudonyms; the statement that gave them | |
| sql/arithmetic.sql | the statement, for SQLite, that gives the figure again of the rows | |
| snapshots.jsonl | the looks at the markets in the window, and how complete each was | |
| names.jsonl | whose the pseudonyms are | yes |
| sql/facts.sql, facts.jsonl | what the rows rest on, each with its observation | yes |
| observations.jsonl | what pages state of records, as it stands in the database | yes |
| words.jsonl | where on the page each value stands, in bytes of its text as UTF-8 | yes |
| captures.jsonl | the pages, with the records of their bytes | yes |
| pages/ | WARC records, each in a file of its own, named by its SHA-256 | yes |
| decisions.jsonl | what people decided of these accounts, listings and pages, with who, when and why | yes |
| answer.jsonl | all columns of what SQL of one's own gave | yes |

A file that there is nothing for is not there.

## What it does not show

- That a page was served by a market: a record holds what the machine that made it wrote.
- That other pages say the same: it holds those that the figure rests on. What was looked at is in `snapshots.jsonl`.
- {recomputed}
"""
_GIVEN = (
    "The limits of the figure and whatever else `compared` of `question.json` does not name: the database gave them."
)
_NOT_GIVEN = "How the figure follows from its rows: the database gave it, and only there can its SQL be run."
_ABSENT = "More than the bound of each look allows: see `looks` of `figure.json`, and docs/sealed.md for its formula."


def card_of(question: Question) -> str:
    """Return the page of a package."""
    limit = _ABSENT if question.kind == "absence" else _GIVEN if question.compared else _NOT_GIVEN
    simulated = " of simulated pages" if question.is_simulated else ""
    return _CARD.format(
        title=inert(question.title),
        program=question.program,
        made_at=question.made_at,
        simulated=simulated,
        recomputed=limit,
    )
