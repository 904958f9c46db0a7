"""A look at the database starts its server, and changes nothing: no folder, no right, no schema."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.cli.doctor_database import look_into_database
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.database import look_at_database, open_database
from tests.support.rights import rights_in

if TYPE_CHECKING:
    from pathlib import Path

UNRELEASED = "0012"


def test_it_is_neither_brought_forward_nor_left_running(made_home: Path) -> None:
    with open_database() as database, database.engine.connect() as connection:
        pages = {finding.what: finding for finding in look_into_database()[0]}["pages"]
        assert pages.found == "none yet", "while another command uses it, too"
        connection.rollback()
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": UNRELEASED})
        connection.commit()
    before = rights_in(made_home)
    (finding, _), server = look_into_database()  # and how old the rates are

    assert rights_in(made_home) == before
    assert not (made_home / "postgres" / "postmaster.pid").exists()
    assert (finding.state, finding.found) == ("problem", f"PostgreSQL {server}, embedded, {UNRELEASED}")
    assert f"revision {UNRELEASED}, which was in no release" in finding.advice
    with look_at_database() as looked:
        assert looked is not None
        assert looked.revision == UNRELEASED


def test_what_was_never_used_here_or_made_by_another_server_is_told_and_left_alone(made_home: Path) -> None:
    (made_home / "postgres.users").unlink()
    before = rights_in(made_home)
    with pytest.raises(StoreError, match="has not been used here yet"), look_at_database():
        pass
    assert rights_in(made_home) == before
    (made_home / "postgres.users").touch()
    (made_home / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(StoreError, match="were written by PostgreSQL 9"), look_at_database():
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its folders to another user")
def test_no_folder_is_opened_to_the_server_s_user(made_home: Path) -> None:
    os.removexattr(made_home, "system.posix_acl_access")
    made_home.chmod(0o700)
    before = rights_in(made_home)
    with pytest.raises(StoreError, match="may not pass through"), look_at_database():
        pass
    assert rights_in(made_home) == before


def test_where_there_is_none_nothing_is_made(own_home: Path) -> None:
    with look_at_database() as database:
        assert database is None
    assert list(own_home.iterdir()) == []
