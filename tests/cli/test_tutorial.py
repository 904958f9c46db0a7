"""What the tutorial shows besides the commands that tests/wheel runs, and how these are compared with the page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from cryptodrug_scraper.cli import cli
from tests.support.console_page import Step, Walk

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_commands_that_only_a_person_can_end_are_written_as_they_must_be() -> None:
    served = [shlex.split(line)[1:] for line in re.findall(r"^ *(cryptodrug (?:explore|show).*)$", PAGE, re.MULTILINE)]
    assert ["explore", "show"] == sorted(words[0] for words in served)
    for name, *words in served:
        command = cli.get_command(click.Context(cli), name)
        assert command
        command.make_parser(click.Context(command)).parse_args(words)


def test_a_page_that_shows_another_output_is_found() -> None:
    walk = Walk()
    one, two = "3f2a9c41-0000-4000-8000-00000000000a", "3f2a9c41-0000-4000-8000-00000000000b"
    walk.compare(Step("x", f"id {one}\n…\nend, after …\n"), f"\nid {two}  \na\nb\nend, after 3.1 s\n\n")
    assert {one: two} == walk.known
    for printed in (f"id {one}\nend, after 1 s", f"id {two}\nno end", "end, after 1 s"):
        with pytest.raises(AssertionError, match="and not"):
            walk.compare(Step("x", f"id {one}\n…\nend, after …"), printed)
