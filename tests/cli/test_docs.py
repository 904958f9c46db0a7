"""What the documentation says is what the program does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from cryptodrug_scraper.cli import cli, verbs
from cryptodrug_scraper.cli.below import CommandWithMore
from cryptodrug_scraper.cli.issue_words import meaning_of
from cryptodrug_scraper.cookbook.query import queries
from cryptodrug_scraper.errors import CryptodrugError
from tests.support.own_markets import OWN_MARKETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
SOURCES = [*(ROOT / "cryptodrug_scraper").rglob("*.py"), *(ROOT / "parsers").rglob("*.py")]
MODULES = sorted(
    file
    for folder in ("cryptodrug_scraper", "parsers", "spiders", "simulator", "migrations", "benchmarks", "docs", "tests")
    for file in (ROOT / folder).rglob("*.py")
)
CEILING = 400


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command, and all below it."""
    yield name, command
    below = dict(command.below) if isinstance(command, CommandWithMore) else {}
    if isinstance(command, click.Group):
        context = click.Context(command)
        below |= {
            word: found for word in command.list_commands(context) if (found := command.get_command(context, word))
        }
    for word, found in below.items():
        yield from commands(found, f"{name} {word}")


EVERY = dict(commands(cli, "cryptodrug"))


@pytest.mark.parametrize("name", EVERY)
def test_every_command_and_group_has_help_with_an_example_of_itself(name: str) -> None:
    _, _, after = (EVERY[name].help or "").partition("Example:\n")
    assert name in after.partition("\n\n")[0]


def test_every_verb_gives_its_help(run: Run) -> None:
    listed = run("--help").stdout.decode().partition("Commands:")[2]
    assert sorted(verbs()) == re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE)


def test_every_command_and_every_option_says_what_it_is_for() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert len(EVERY) > 60
    assert [] == [name for name, command in EVERY.items() if not command.help or f"\n## {name}\n" not in text]
    silent = [
        f"{name} {option.opts[0]}"
        for name, command in EVERY.items()
        for option in command.params
        if isinstance(option, click.Option) and not (option.help or "").partition("[default")[0].strip()
    ]
    assert [] == silent


ERRORS = [error for error in CryptodrugError.__subclasses__() if error.__module__ == CryptodrugError.__module__]
"""Those with which commands end; explore answers with its own."""


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_has_an_exit_code_of_its_own_that_is_documented(error: type[CryptodrugError]) -> None:
    codes = [other.exit_code for other in ERRORS]
    assert 1 == codes.count(error.exit_code)
    assert f"| {error.exit_code} | `{error.__name__}` |" in (DOCS / "commands.md").read_text(encoding="utf-8")


def test_every_issue_code_is_documented() -> None:
    text = (DOCS / "records.md").read_text(encoding="utf-8")
    source = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    codes = set(re.findall(r'(?:\.issue\(|Issue\(|_nothing\(|_CODE = )\s*"([a-z_]+)"', source))
    assert len(codes) > 10
    assert {code for code in codes if f"`{code}`" not in text} == set()
    assert {code for code in codes if not meaning_of(code)} == set()


def test_every_kind_of_page_is_documented() -> None:
    text = (DOCS / "records.md").read_text(encoding="utf-8")
    assert {kind for market in OWN_MARKETS for kind in market.readers if f"`{kind}`" not in text} == set()


def test_pages_count_the_questions_of_the_cookbook_that_there_are() -> None:
    told = {
        (page.name, int(count))
        for page in (ROOT / "README.md", ROOT / "Makefile", DOCS / "tutorial.md", DOCS / "querying.md")
        for count in re.findall(
            r"(\d+) (?:questions|with their SQL in the \[cookbook\])", page.read_text(encoding="utf-8")
        )
    }
    there = len(queries())
    assert told == {(name, there) for name in ("README.md", "Makefile", "tutorial.md", "querying.md")}


def test_modules_are_short() -> None:
    lines = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in MODULES}
    assert len(lines) > 500
    assert {} == {file: count for file, count in lines.items() if count > CEILING}


GENERATED = {"commands.md"}
WRITTEN = [ROOT / "README.md", *(page for page in sorted(DOCS.glob("*.md")) if page.name not in GENERATED)]
COMMAND = re.compile(r"(?:^[ $>]*(?:[A-Z_]+=\S+ )*|`|\"\$\()(cryptodrug [a-z][^`\n]*)", re.MULTILINE)


def words_of(line: str) -> list[str]:
    """The words of a command in a line of a page, up to where the shell takes over."""
    line = line.rstrip("\\ ")
    try:
        words = shlex.split(re.split(r" [#|>;]|;|\)\"| && ", line)[0].replace("…", "x"), comments=True)
    except ValueError:  # a statement of SQL that goes on in the next line
        words = shlex.split(line.partition('"')[0])
    return words[1:]


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_every_command_that_a_page_names_is_there_with_its_options(page: Path) -> None:
    for line in COMMAND.findall(page.read_text(encoding="utf-8")):
        words = words_of(line)
        command: click.Command = cli
        while words:
            below = command.below if isinstance(command, CommandWithMore) else {}
            found = below.get(words[0])
            if isinstance(command, click.Group):
                found = command.get_command(click.Context(command), words[0])
            if found is None:
                break
            command, words = found, words[1:]
        assert command is not cli, f"there is no {line}"
        if isinstance(command, click.Group) and words:
            assert re.match(r"-|…|x$|[^a-z]", words[0]), f"there is no {line}"
        options = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
        named = [word.partition("=")[0] for word in words if word.startswith("--")]
        assert [] == [word for word in named if word not in {*options, "--help"}], line
