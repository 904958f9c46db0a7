"""The descriptor of a package: ``datapackage.json``, by the Data Package standard of Frictionless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptodrug_scraper import __version__
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.export.files import MISSING
from cryptodrug_scraper.export.selection import Tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.export.facts import Facts
    from cryptodrug_scraper.export.selection import Selection
    from cryptodrug_scraper.export.table import Table

__all__ = ["LICENCES", "LIMITS", "descriptor", "file_resource", "schema_of", "table_resource", "title_of"]

LICENCES: Mapping[str, Mapping[str, str]] = {
    "other-closed": {"name": "other-closed", "title": "For use under an agreement only"},
    "CC0-1.0": {
        "name": "CC0-1.0",
        "title": "Creative Commons Zero 1.0",
        "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    },
    "CC-BY-4.0": {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
    "CC-BY-NC-4.0": {
        "name": "CC-BY-NC-4.0",
        "title": "Creative Commons Attribution-NonCommercial 4.0",
        "path": "https://creativecommons.org/licenses/by-nc/4.0/",
    },
    "ODbL-1.0": {
        "name": "ODbL-1.0",
        "title": "Open Data Commons Open Database Licence 1.0",
        "path": "https://opendatacommons.org/licenses/odbl/1-0/",
    },
}
"""By the name that the command line gives them."""


LIMITS = (
    """\
Safe side by side are public packages and reports that one database has in its ledger, of whatever derivations,
countries, windows and definitions: what is withheld is chosen with what was published before. Those of another
database, and those that were made before there was a ledger, are not looked at together: sums of both may tell of few
vendors.""",
    """\
What somebody knows beforehand of some vendors can be taken from a sum: two who tell each other what they sold know more
of a third than the rule of dominance (p% rule, 10 %) is about; a withheld number lies between nothing and the total of
which it is a part.""",
)
"""What the choice of what is withheld does not cover."""


def title_of(selection: Selection, facts: Facts) -> str:
    """Name what is exported, in a line."""
    markets = ", ".join(selection.markets) or ", ".join(sorted(set(facts.snapshots["market"].to_list())))
    days = [
        str(selection.first or facts.pages["first_day"].min()),
        str(selection.last or facts.pages["last_day"].max()),
    ]
    stamp = "SIMULATED " if facts.digests.is_simulated else ""
    return f"{stamp}Cryptomarkets {markets or '(none)'}, {' to '.join(days)}"


def schema_of(table: Table) -> dict[str, Any]:
    """The schema of a table, of which the meanings are the comments in the database."""
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": field.name,
                "type": field.kind,
                "description": field.meaning,
                "treatment": field.treatment,
                **({"constraints": {"required": True}} if field.name in table.key else {}),
            }
            for field in table.fields
        ],
        "missingValues": [MISSING],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return schema


def table_resource(table: Table, path: str, size: int, digest: str) -> dict[str, Any]:
    """Describe a file of CSV."""
    return {
        "name": table.name,
        "type": "table",
        "path": path,
        "title": table.name,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "rows": table.frame.height,
        "fields": table.frame.width,
        "schema": schema_of(table),
    }


def file_resource(name: str, path: str, described: str, size: int, digest: str) -> dict[str, Any]:
    """Describe a file that is no table to programs that know only CSV: Parquet, or the card."""
    form, media = (
        ("parquet", "application/vnd.apache.parquet") if path.endswith(".parquet") else ("md", "text/markdown")
    )
    return {
        "name": name,
        "type": "file",
        "path": path,
        "description": described,
        "format": form,
        "mediatype": media,
        "bytes": size,
        "hash": f"sha256:{digest}",
    }


def descriptor(
    selection: Selection,
    facts: Facts,
    resources: Sequence[Mapping[str, Any]],
    withheld: Mapping[str, Sequence[str]],
    licence: str,
    key: str | None,
) -> dict[str, Any]:
    """
    Describe the package.

    Args:
        selection: what is exported, and for whom.
        facts: about it.
        resources: its files.
        withheld: the columns of each table that are left out.
        licence: one of `LICENCES`.
        key: the name of the key of its pseudonyms.
    """
    return {
        "name": "-".join(("cryptodrug", selection.tier.value, *([selection.layout] if selection.layout else []))),
        "title": title_of(selection, facts),
        "description": "Tables made of dated captures of cryptomarkets. README.md is the dataset card.",
        "version": f"{facts.derive_run}",
        "licenses": [dict(LICENCES[licence])],
        "sources": _sources(selection, facts),
        "resources": [*resources],
        "cryptodrug": {
            "program": __version__,
            "tier": selection.tier.value,
            "layout": selection.layout,
            "from": selection.first and selection.first.isoformat(),
            "until": selection.last and selection.last.isoformat(),
            "markets": list(selection.markets),
            "views": list(selection.views),
            "licence": licence,
            "key": key,
            "derive_run": facts.derive_run,
            "measures_version": facts.measures,
            "parser_versions": [f"{version}" for _, version in facts.parsers],
            "database_digest": facts.digests.observed,
            "derived_digest": facts.digests.derived,
            "simulated_captures": facts.digests.simulated,
            **({"limits": [" ".join(limit.split()) for limit in LIMITS]} if selection.tier is Tier.PUBLIC else {}),
            "withheld": {name: list(columns) for name, columns in withheld.items() if columns},
        },
    }


def _sources(selection: Selection, facts: Facts) -> list[dict[str, str]]:
    kind = "Simulated pages" if facts.digests.is_simulated else "Pages"
    about = "about " if selection.tier is Tier.PUBLIC else ""

    def told(count: int | None) -> str:
        return "few captures" if count is None else f"{about}{counted(count, 'capture')}"

    pages = [
        {"title": f"{kind} of {market}: {told(count)} from {first} to {last}"}
        for market, first, last, count in facts.pages.select("market", "first_day", "last_day", "pages").iter_rows()
    ]
    rates = {
        "title": "European Central Bank: euro foreign exchange reference rates",
        "path": "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/",
    }
    return [*pages, rates]
