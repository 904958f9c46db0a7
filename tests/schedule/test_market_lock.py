from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from cryptodrug_scraper.store.market_lock import MarketLock, is_locked

if TYPE_CHECKING:
    from sqlalchemy import Engine

END_HOLDERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def end_holders(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(END_HOLDERS).scalars().all()


def test_one_at_a_time_holds_the_lock_on_a_market(scratch: Engine) -> None:
    with MarketLock(scratch.url, "dream") as one, MarketLock(scratch.url, "dream") as other:
        assert one.take()
        assert one.is_held()
        assert not other.take()
        assert not other.is_held()

        one.release()
        assert other.take()


def test_markets_are_locked_apart(scratch: Engine) -> None:
    with MarketLock(scratch.url, "dream") as one, MarketLock(scratch.url, "empire") as other:
        assert one.take()
        assert other.take()


def test_it_is_let_go_of_at_the_end_of_the_block(scratch: Engine) -> None:
    with scratch.connect() as connection:
        with MarketLock(scratch.url, "dream") as lock:
            lock.take()
            assert [True, False] == [is_locked(connection, market) for market in ("dream", "empire")]
        assert not is_locked(connection, "dream")


def test_a_lock_whose_connection_was_lost_is_taken_again_if_it_is_free(scratch: Engine) -> None:
    with MarketLock(scratch.url, "dream") as one, MarketLock(scratch.url, "dream") as other:
        one.take()
        end_holders(scratch)
        assert one.is_held()
        assert not other.take()


def test_a_lock_that_another_took_meanwhile_is_lost(scratch: Engine) -> None:
    with MarketLock(scratch.url, "dream") as one, MarketLock(scratch.url, "dream") as other:
        one.take()
        end_holders(scratch)
        assert other.take()
        assert not one.is_held()

        other.release()
        assert one.is_held()


def test_a_lock_can_be_let_go_of_after_its_connection_was_lost(scratch: Engine) -> None:
    with MarketLock(scratch.url, "dream") as lock:
        lock.take()
        end_holders(scratch)
    with scratch.connect() as connection:
        assert not is_locked(connection, "dream")


def test_a_server_that_is_not_there_is_no_lock(scratch: Engine) -> None:
    lock = MarketLock(scratch.url.set(host="127.0.0.1", port=1), "dream")

    assert not lock.is_held()
    with pytest.raises(OperationalError):
        lock.take()


def test_both_ends_are_told_to_notice_a_machine_that_is_gone(scratch: Engine) -> None:
    with MarketLock(scratch.url, "dream") as lock:
        lock.take()
        assert lock._connection is not None
        (limit,) = lock._connection.execute(
            text("SELECT reset_val FROM pg_settings WHERE name = 'tcp_keepalives_idle'")
        )
    assert ("15",) == tuple(limit)
