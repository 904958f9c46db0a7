"""
Write the pages of the documentation that are made from the program: commands, settings files, measures, fields, tables.

    python docs/generate.py            # write them
    python docs/generate.py --check    # only tell whether they are current
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.cli.below import CommandWithMore
from cryptodrug_scraper.derive.parameters import defaults
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.fields import Views, fields_of
from cryptodrug_scraper.page.parts import ExternalRating, PriceTier, ShippingOption, Variant
from cryptodrug_scraper.page.records import Category, ExchangeRate, Fee, Listing, PageTotal, Review, Site, Vendor
from cryptodrug_scraper.study import claims, filling
from cryptodrug_scraper.study.catalogue import measures as catalogue
from cryptodrug_scraper.whole_file import write_whole
from docs.examples import example
from simulator import scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    import msgspec
    from sqlalchemy import Connection

HERE = Path(__file__).parent
WIDTH = 100
TABLES_OF_SCENARIO: dict[str, type[msgspec.Struct]] = {
    "The file": scenario.Scenario,
    "[markets.NAME]": scenario.Market,
    "[markets.NAME.display]": scenario.Display,
    "[habits]": scenario.Habits,
    "[countries.CODE]": scenario.Country,
    "multi": scenario.Multi,
    "moves": scenario.Move,
    "mixes": scenario.Mix,
    "shocks": scenario.Shock,
}
STATEMENTS = Path(filling.__file__).parent / "statements"
TABLES_OF_STUDY: dict[str, type[msgspec.Struct]] = {
    "The file": claims.Study,
    "[roles]": claims.Roles,
    "[closure]": claims.Closure,
    "[[claims]]": claims.Claim,
    "printed": claims.Printed,
}
ABOUT_STUDIES = """\
[studies.md](studies.md) tells how a study is written, with an example. Words are in three languages: `en`, `fr` and
`nl`. Days are dates of TOML, such as `2019-03-01`; countries are codes of ISO 3166-1, such as `DE`."""
ABOUT_STUDY_MEASURES = """\
What `measure` of a claim may be, and what `values` it then needs: one of the words that are named; an `amount` in EUR;
a `share` between 0 and 1; `goods`, which are a class of drugs or a substance, or a `goods_list` of them; `countries`,
which are a list of codes of which any is meant. Measures about a market are of no country."""
ABOUT_SCENARIOS = """\
A scenario says everything of a simulated economy ([simulator.md](simulator.md)). A TOML file `extends` a scenario that
comes with the program (`cryptodrug`, `hansa`, `hard`, `toy`, `windows`, in `simulator/scenarios/`) or another file, and
states what is to be otherwise: its tables are laid over that one's, its lists and values replace them, and `false`
takes a table away. Shares are fractions of one. What is given by day is a list of `[day, value]`, with straight lines
between these days and level before the first and after the last."""
METHODS = {
    "E1": "how much of a market a snapshot shows",
    "E2": "how many listings and vendors there were",
    "E3": "which rows on pages are the same rating",
    "E4": "sales by the ratings left: a lower bound",
    "E5": "sales by counters, and the share of sales that are rated",
    "E6": "what a sale was worth",
    "E7": "prices that only hold a place",
    "E8": "one currency",
    "E9": "countries of origin: who is a country's, and which sales",
    "E10": "destinations, and what is ruled out",
    "E11": "goods, weights, wholesale, concentration",
    "E12": "accounts of one seller",
    "E13": "where vendors went after a shock",
    "E14": "trends, intervals, and what nobody looked at",
    "E15": "what a crawl fetches again: [revisiting.md](revisiting.md)",
    "E16": "counting as others have counted",
}
ABOUT_MEASURES = """\
Each module of `cryptodrug_scraper/measures` says what it measures, by which formula, from which source, and what it
assumes. Comments of tables and columns name the module with its room
(`measures.looks.presence`), and modules the method (E1 to E16) and pitfalls
that were found on real pages. [deriving.md](deriving.md) says how they are put together, [validation.md](validation.md)
how far they are out, and [parameters.md](parameters.md) what can be set. Shares of a country, its mix of goods
with location quotients, bands of value, and where its vendors send take a country and days: they are functions in SQL,
which [data-dictionary.md](data-dictionary.md) lists."""
RECORDS: dict[str, type] = {
    "listing": Listing,
    "price_tiers": PriceTier,
    "shipping_options": ShippingOption,
    "variants": Variant,
    "facts of a listing": ListingFacts,
    "vendor": Vendor,
    "external_ratings": ExternalRating,
    "review": Review,
    "page_total": PageTotal,
    "category": Category,
    "exchange_rate": ExchangeRate,
    "fee": Fee,
    "site": Site,
}
ABOUT_FIELDS = """\
What `cryptodrug parse` prints of a page ([records.md](records.md)) and what becomes of it, each with an example of an
invented page: the column that it fills, what that means, in which unit, how personal it is, and which views show it.
Where the entries of a field are rows of a table, that is named. How personal a field is decides what becomes of it in
an export that identifies nobody ([exporting.md](exporting.md)): `no` stays; `vendor`, `listing`, `buyer` and `key`
become pseudonyms; `words`, which people wrote, are withheld. Views of `rows` show what one page states
(`listing_snapshot`, `vendor_snapshot`, `review` and what follows them), those of `looks` show it beside what is
derived (`listing_at_snapshot`, `listings_on`, `review_page`)."""
TARGET = re.compile(r"^([a-z-]+):[^#\n]*## (.*)$", re.MULTILINE)
ABOUT_PARAMETERS = """\
`cryptodrug derive parameters` prints the file with all of them. A TOML file of your own names those that it replaces,
and `cryptodrug derive --parameters FILE` uses it; the derivation keeps every parameter
([deriving.md](deriving.md#parameters)).
E1 to E16 are the methods of [measures.md](measures.md)."""

TABLES = """
    SELECT n.nspname, c.relname, obj_description(c.oid, 'pg_class')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'research', 'derived') AND c.relkind IN ('r', 'p', 'v')
      AND c.relname <> 'alembic_version'
    ORDER BY n.nspname DESC, c.relname
"""
COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), col_description(a.attrelid, a.attnum)
    FROM pg_attribute a
    WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""
FUNCTIONS = """
    SELECT p.proname, pg_get_function_identity_arguments(p.oid), obj_description(p.oid, 'pg_proc')
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'research'
    ORDER BY p.proname
"""


def main() -> None:
    """Write or check the pages."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is not current")
    check = options.parse_args().check
    stale = []
    pages = {
        "commands.md": commands(),
        "parameters.md": parameters(),
        "study-keys.md": study_keys(),
        "scenarios.md": scenarios(),
        "measures.md": measures(),
        "fields.md": fields(),
        "data-dictionary.md": dictionary(),
    }
    for name, text in pages.items():
        path = HERE / name
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            write_whole(path, text.encode())
    if stale:
        sys.exit(f"not current: {', '.join(stale)}: run make docs")


def commands() -> str:
    """The page of commands: the help of each, the exit codes of errors, and what make does."""
    lines = ["# Commands", "", "Made from the program's own help by `make docs`.", ""]
    lines += ["## cryptodrug", "", "```", *top_help(), "```", ""]
    context = click.Context(cli, info_name="cryptodrug", terminal_width=WIDTH, max_content_width=WIDTH)
    for verb in cli.list_commands(context):
        command = cli.get_command(context, verb)
        if command is not None:
            lines += help_of(command, f"cryptodrug {verb}", context)
    lines += ["## Exit codes of errors", "", "| code | error | when |", "| --- | --- | --- |"]
    errors: list[type[CryptodrugError]] = [CryptodrugError, *CryptodrugError.__subclasses__()]
    for error in sorted(errors, key=lambda error: error.exit_code):
        lines.append(f"| {error.exit_code} | `{error.__name__}` | {first_line(error.__doc__)} |")
    lines += ["", "## Make targets", "", "| target | what it does |", "| --- | --- |"]
    for target, meaning in TARGET.findall((HERE.parent / "Makefile").read_text(encoding="utf-8")):
        lines.append(f"| `make {target}` | {one_line(meaning)} |")
    return "\n".join(lines) + "\n"


def top_help() -> list[str]:
    """What holds for every command."""
    context = click.Context(cli, info_name="cryptodrug", terminal_width=WIDTH, max_content_width=WIDTH)
    return cli.get_help(context).splitlines()


def help_of(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    """The help of a command, and of those below it."""
    context = click.Context(command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
    yield from (f"## {name}", "", "```", command.get_help(context), "```", "")
    if isinstance(command, CommandWithMore):
        for word, other in command.below.items():
            yield from help_of(other, f"{name} {word}", parent)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None:
                yield from help_of(found, f"{name} {below}", parent)


def parameters() -> str:
    """The page of the measures' parameters: each with its default, and what the comment beside it says."""
    values = tomllib.loads(defaults())
    lines = ["# Parameters of the measures", "", "Made from their defaults by `make docs`.", "", ABOUT_PARAMETERS]
    group = ""
    for line in defaults().splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            group = heading[1]
            lines += ["", f"## {group}", "", "| parameter | default | meaning |", "| --- | --- | --- |"]
        elif named := re.match(r"(# )?(\w+) = [^#]*# (.*)", line):
            value = "none" if named[1] else f"`{values[group][named[2]]}`"
            lines.append(f"| `{named[2]}` | {value} | {one_line(named[3])} |")
    return "\n".join(lines) + "\n"


def study_keys() -> str:
    """The page of files of studies: each table with its keys, and what can be measured, with what it takes."""
    lines = ["# Keys of a study", "", "Made from what reads them by `make docs`.", "", ABOUT_STUDIES]
    for place, table in TABLES_OF_STUDY.items():
        about, _, attributes = (table.__doc__ or "").partition("Attributes:")
        lines += ["", f"## {place}", "", one_line(about).replace("``", "`"), "", "| key | meaning |", "| --- | --- |"]
        told = [(keys, meaning.replace("``", "`")) for keys, meaning in explained(table, attributes)]
        lines += [f"| {keys} | {meaning.replace('None:', 'left out:')} |" for keys, meaning in told]
    lines += ["", "## Measures", "", ABOUT_STUDY_MEASURES, "", "| measure | takes | unit | about | what it is |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for name, measure in catalogue().items():
        takes = ", ".join(
            f"`{key}`: {kind if isinstance(kind, str) else ' or '.join(f'`{each}`' for each in kind)}"
            for key, kind in measure.takes.items()
        )
        unit = measure.unit if isinstance(measure.unit, str) else ", ".join(sorted(set(measure.unit.values())))
        said = (STATEMENTS / f"{measure.statement or name}.sql").read_text(encoding="utf-8")
        about = re.split(r"\n-- :", said)[0].replace("-- ", "")
        lines.append(f"| `{name}` | {takes} | {unit} | {measure.of} | {one_line(about)} |")
    return "\n".join(lines) + "\n"


def scenarios() -> str:
    """The page of scenario files: each table with its fields, from the classes that read it."""
    lines = [
        "# Scenarios of the simulator",
        "",
        "Made from the classes that read them by `make docs`.",
        "",
        ABOUT_SCENARIOS,
    ]
    for place, table in TABLES_OF_SCENARIO.items():
        about, _, attributes = (table.__doc__ or "").partition("Attributes:")
        lines += ["", f"## {place}", "", one_line(about), "", "| field | meaning |", "| --- | --- |"]
        lines += [f"| {fields} | {meaning} |" for fields, meaning in explained(table, attributes)]
    return "\n".join(lines) + "\n"


def explained(table: type[msgspec.Struct], attributes: str) -> Iterator[tuple[str, str]]:
    """The fields of a table of a scenario, and what its docstring says of them; several may share what is said."""
    names = "|".join(table.__struct_fields__)
    start = re.compile(rf"(?:^|(?<=\. ))((?:{names})(?:, (?:{names}))*): ")
    parts = start.split(one_line(attributes))[1:] if attributes else [", ".join(table.__struct_fields__), "as above"]
    for fields, meaning in zip(parts[::2], parts[1::2], strict=True):
        yield (
            ", ".join(f"`{field}`" for field in fields.split(", ")),
            meaning.strip().replace("see their classes", "see below"),
        )


def measures() -> str:
    """The page of measures: what the module of each says of its formula, its source and what it assumes."""
    lines = ["# Measures", "", "Made from the modules that compute them by `make docs`.", "", ABOUT_MEASURES, ""]
    said = {}
    for file in sorted(
        (HERE.parent / "cryptodrug_scraper" / "measures").rglob("[a-z]*.py"), key=lambda file: file.stem
    ):
        said[file.stem] = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").replace("``", "`")
    lines += ["| method | what it gives | modules |", "| --- | --- | --- |"]
    for number, (method, meaning) in enumerate(METHODS.items(), 1):
        named = [name for name, text in said.items() if re.search(rf"\bE{number}[a-z]?\b", text)]
        lines.append(f"| {method} | {meaning} | {', '.join(f'[{name}](#{name})' for name in named)} |")
    for name, text in said.items():
        lines += ["", f"## {name}", "", text]
    return "\n".join(lines) + "\n"


def fields() -> str:
    """The page of the fields of records, from their declarations."""
    lines = ["# Fields of records", "", "Made from their declarations by `make docs`.", "", ABOUT_FIELDS]
    for name, record in RECORDS.items():
        lines += ["", f"## {name}", "", first_line(record.__doc__).replace("``", "`"), ""]
        lines += ["| field | meaning | example | unit | personal | filled | views |", "| --- " * 7 + "|"]
        for field in fields_of(record):
            filled = [(column.column.part, column.means, f"`{column.name}`") for column in field.columns]
            if field.table is not None:
                filled = [("", field.table[1], f"table `{field.table[0].name}`")]
            named = getattr(field.type, "__struct_fields__", ()), getattr(field.type, "__struct_encode_fields__", ())
            printed = dict(zip(*named, strict=True))
            for part, means, where in filled:
                shown = ", ".join(str(view.name).lower() for view in Views if view in means.views and not field.table)
                path = ".".join(filter(None, (field.name, printed.get(part, part))))
                said = f"`{one_line(example(name, path))}`"
                cells = (one_line(means.text), said, means.unit or "", means.personal.value, where, shown)
                lines.append(f"| `{path}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def dictionary() -> str:
    """The page of tables, views, columns and functions, from their comments in a database made for it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CRYPTODRUG_HOME"] = home
        os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
        from cryptodrug_scraper.store.database import open_database

        with open_database() as database, database.engine.connect() as connection:
            return "\n".join(dictionary_lines(connection)) + "\n"


def dictionary_lines(connection: Connection) -> Iterator[str]:
    """The lines of the data dictionary."""
    yield from ("# Data dictionary", "", "Made from the comments in the database by `make docs`.", "")
    yield "Researchers query the schema `research`: each view has one grain. The tables in `public` hold what pages"
    yield "stated, row by row; those in `derived` what `cryptodrug derive` makes of that (see deriving.md), of which"
    yield from ("the views show the current derivation.", "")
    yield from ("## Functions of research", "", "| function | what it gives |", "| --- | --- |")
    for name, arguments, comment in connection.exec_driver_sql(FUNCTIONS):
        yield f"| `{name}({arguments})` | {one_line(comment)} |"
    yield ""
    for schema, name, comment in connection.exec_driver_sql(TABLES).all():
        yield from (
            f"## {schema}.{name}",
            "",
            one_line(comment),
            "",
            "| column | type | meaning |",
            "| --- | --- | --- |",
        )
        for column, kind, meaning in connection.exec_driver_sql(COLUMNS, (f"{schema}.{name}",)):
            yield f"| `{column}` | {kind} | {one_line(meaning)} |"
        yield ""


def one_line(text: str | None) -> str:
    """A comment for a cell of a table."""
    return " ".join((text or "").split()).replace("|", "\\|")


def first_line(text: str | None) -> str:
    """The first paragraph of a docstring."""
    return one_line((text or "").strip().split("\n\n")[0])


if __name__ == "__main__":
    main()
