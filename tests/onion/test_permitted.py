from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.onion.permitted import RefusedError, is_onion_host, loopback_target, onion_target
from tests.onion.support.onions import onion

HOST = onion()


@given(st.binary(min_size=32, max_size=32))
def test_the_address_of_any_key_is_an_onion_host_and_with_a_letter_changed_it_is_none(key: bytes) -> None:
    host = onion(key)
    other = ("a" if host[0] != "a" else "b") + host[1:]

    assert is_onion_host(host)
    assert not is_onion_host(other)


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/",
        f"http://{HOST}",
        f"http://{HOST}:8080/a?b=c",
        f"https://{HOST}/",
        f"http://www.{HOST}/",
        f"HTTP://{HOST.upper()}/",
    ],
)
def test_onion_services_may_be_asked(url: str) -> None:
    assert onion_target(url).host.endswith(HOST)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://localhost/",
        "http://onion/",
        "http://.onion/",
        "http://expyuzz4wqqyqhjn.onion/",
        f"http://{onion(version=bytes([4]))}/",
        f"http://{HOST}.example.com/",
        f"http://{HOST}./",
        f"http://{HOST}@example.com/",
        f"http://example.com@{HOST}/",
        f"http://example.com\\@{HOST}/",
        f"http://{HOST}%2eexample.com/",
        f"http://-.{HOST}/",
        f"http://..{HOST}/",
        f"http://{HOST}:0/",
        f"http://{HOST}:99999/",
        f"http://{HOST}:80:80/",
        f"ftp://{HOST}/",
        f"file:///etc/hosts?{HOST}",
        f"data:text/html,{HOST}",
        f"//{HOST}/",
        "",
        f"http://{HOST}/ a",
        f"http://{HOST}/\r\nHost: example.com",
        f"http://{HOST.replace('.onion', '。onion')}/",  # another full stop
        f"http://{HOST}/" + "a" * 9000,
        "http://" + "a." * 120 + f"{HOST}/",
    ],
)
def test_nothing_else_may_be_asked_through_tor(url: str) -> None:
    with pytest.raises(RefusedError, match="refused"):
        onion_target(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/", "http://127.9.8.7/", "http://[::1]:80/"])
def test_a_replica_is_on_loopback(url: str) -> None:
    assert loopback_target(url).port in (80, 8080)


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/",
        "http://localhost/",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://[::1%25eth0]/",
        "http://[::2]/",
        "http://127.0.0.1.example.com/",
    ],
)
def test_a_replica_is_nowhere_else(url: str) -> None:
    with pytest.raises(RefusedError, match="only addresses of loopback"):
        loopback_target(url)


@given(st.text(max_size=200))
def test_any_text_is_permitted_or_refused_and_never_both(url: str) -> None:
    for target in (onion_target, loopback_target):
        try:
            found = target(url)
        except RefusedError:
            continue
        assert is_onion_host(found.host) is (target is onion_target)


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        (f"http://{HOST}:80/", HOST),
        (f"https://{HOST}/", HOST),
        (f"https://{HOST}:80/", f"{HOST}:80"),
        (f"http://{HOST.upper()}:8080/", f"{HOST}:8080"),
    ],
)
def test_the_host_is_named_without_the_port_that_the_scheme_has(url: str, authority: str) -> None:
    assert authority == onion_target(url).authority
