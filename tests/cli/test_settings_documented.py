"""What can be set, and where the program keeps what it needs, stands in the documentation, and nothing else does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import msgspec
import pytest

from cryptodrug_scraper.crawl.options import CrawlOptions
from cryptodrug_scraper.derive.parameters import Parameters, read_parameters
from cryptodrug_scraper.schedule.file import After, Entry
from docs.generate import TABLES_OF_SCENARIO
from simulator import scenario
from simulator.archiving.policy import Policy
from simulator.serving.settings import Faults, Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGE = (DOCS / "settings.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", PAGE))
PROGRAM = {
    file: file.read_text(encoding="utf-8")
    for folder in ("cryptodrug_scraper", "parsers", "simulator", "spiders")
    for file in sorted((ROOT / folder).rglob("*.py"))
}
AROUND = [
    file.read_text(encoding="utf-8")
    for file in (
        *sorted((ROOT / "docker").iterdir()),
        *sorted((DOCS / "systemd").iterdir()),
        *(ROOT / "docker-compose.yml", ROOT / "tests" / "conftest.py"),
    )
]


def in_sources(pattern: str) -> set[str]:
    return {found for text in (*PROGRAM.values(), *AROUND) for found in re.findall(pattern, text)}


def test_every_variable_of_the_environment_is_documented() -> None:
    own = in_sources(r"\bCRYPTODRUG_[A-Z_]+\b")
    read = in_sources(r'(?<!request\.)environ(?:\.get\(|\[)"([A-Z_]+)"(?!\] =)') | in_sources(r"\$\{([A-Z_]+):-")
    assert len(own) >= 8
    assert "SECRETS" in read
    assert set() == (own | read) - NAMED
    assert own == {name for name in NAMED if name.startswith("CRYPTODRUG_")}


def test_every_setting_of_a_crawl_is_documented_with_its_option() -> None:
    options = {f"CRAWL_{field.name.upper()}" for field in fields(CrawlOptions)}
    there = options | in_sources(r'"(CRAWL_[A-Z_]+[A-Z])"') | {"TOR_SOCKS"}
    assert there == {name for name in NAMED if name.startswith("CRAWL_")} | {"TOR_SOCKS"}
    assert {name for name in options if f"| `{name}` |" not in PAGE} == set()


def test_every_file_of_the_data_home_is_documented() -> None:
    found = set[str]()
    for text in PROGRAM.values():
        for literal, constant in re.findall(r'data_home\(\)\)? / (?:"([^"]+)"|([A-Z_]+))', text):
            own = re.search(rf'^{constant} = "([^"]+)"', text, re.MULTILINE) if constant else None
            others = in_sources(rf'(?m)^{constant} = "([^"]+)"') if constant and own is None else set()
            found |= {literal} if literal else {own[1]} if own else others
    assert {"mirrors.toml", "archive", "export.key", "identified.jsonl", "tor"} <= found
    assert {name for name in found if not re.search(rf"\| `{re.escape(name)}/?`", PAGE)} == set()


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("simulator.md", Policy.__struct_fields__),
        ("simulator.md", Settings.__struct_fields__),
        ("simulator.md", Faults.__struct_fields__),
        ("scheduling.md", Entry.__struct_fields__),
        ("scheduling.md", After.__struct_fields__),
    ],
)
def test_every_field_of_a_file_is_documented(page: str, names: tuple[str, ...]) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert len(names) > 1
    assert [] == [name for name in names if not re.search(rf"`{name}`|\b{name} = ", text)]


def test_every_field_of_a_scenario_is_explained() -> None:
    text = (DOCS / "scenarios.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    tables = [
        table for table in vars(scenario).values() if isinstance(table, type) and issubclass(table, msgspec.Struct)
    ]
    assert set(TABLES_OF_SCENARIO.values()) == {table for table in tables if table.__struct_fields__}
    for place, table in TABLES_OF_SCENARIO.items():
        rows = re.findall(r"^\| (`.*?) \| (\S.*) \|$", sections[place], re.MULTILINE)
        assert sorted(table.__struct_fields__) == sorted(re.findall(r"`(\w+)`", " ".join(row[0] for row in rows)))


def test_every_parameter_is_documented_with_its_default_and_its_meaning() -> None:
    text = (DOCS / "parameters.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    usual = read_parameters()
    assert set(sections) == set(Parameters.__struct_fields__)
    for group in Parameters.__struct_fields__:
        for name, value in msgspec.structs.asdict(getattr(usual, group)).items():
            shown = "none" if value is None else f"`{re.escape(str(value))}`"
            assert re.search(rf"^\| `{name}` \| {shown} \| \S.+ \|$", sections[group], re.MULTILINE)


def test_every_measure_is_explained() -> None:
    text = (DOCS / "measures.md").read_text(encoding="utf-8")
    explained = dict(re.findall(r"^## (\w+)\n\n(\S.*)$", text, re.MULTILINE))
    modules = {file.stem for file in (ROOT / "cryptodrug_scraper" / "measures").rglob("[a-z]*.py")}
    assert modules == explained.keys()
    named = re.findall(r"measures\.(?:[a-z]+\.)?([a-z_]+)", (DOCS / "data-dictionary.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    assert set() == set(named) - modules


def test_every_table_view_function_and_column_has_a_meaning() -> None:
    text = (DOCS / "data-dictionary.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert len(rows) > 1000
    assert [] == [row for row in rows if re.search(r"\| *\|$", row)]
    sections = re.findall(r"^## ([a-z_]+\.[a-z_]+)\n\n(.*)$", text, re.MULTILINE)
    assert len(sections) > 60
    assert [] == [name for name, meaning in sections if not meaning or meaning.startswith("|")]


def test_every_target_of_make_is_documented() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony
    assert "test" in phony[1].split()
    assert {target for target in phony[1].split() if f"| `make {target}` |" not in text} == set()
