"""Answers addresses from saved pages, on loopback only, so that a spider is tried before anybody has Tor."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.importers.address import address_in_name_alone
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.found import look_at
from cryptodrug_scraper.scaffold.headings import headings_of
from cryptodrug_scraper.scaffold.routes import path_of, suffix_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from cryptodrug_scraper.scaffold.found import Found
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["HOST", "SavedSite", "saved_site", "server_of"]

HOST = "127.0.0.1"
"""Nobody else is answered."""
_LISTS = ("home", "category_list")


@dataclass(frozen=True, slots=True)
class SavedSite:
    """
    Saved pages by their addresses.

    Attributes:
        bodies: the bytes of each page, by its key; see `key_of`.
        without: the files whose address nothing tells, so that they are never served.
        gone: the page with which the site says that there is none; a plain one where none was saved.
    """

    bodies: Mapping[str, bytes]
    without: tuple[Path, ...]
    gone: bytes = b"<html><head><title>404</title></head><body>not saved</body></html>"

    def body(self, target: str) -> bytes | None:
        """The page at the target of a request; None where none was saved."""
        return self.bodies.get(key_of(target))


def key_of(path: str) -> str:
    """
    An address as pages are found by: without a slash, an ``index.html`` or the suffix of a file at its end, since names
    of saved files do not tell whether a page's own address has that; its parameters in order.

    A link that a program turned into the name of its own file, as ``offer.php%3Fnr=2.html``, is that of the page.
    """
    folder, mark, name = path.rpartition("/")
    if (written := address_in_name_alone(unquote(name))) is not None and "?" not in path:
        path = f"{folder}{mark and written}"
    parts = urlsplit(path)
    way = suffix_apart(unquote(parts.path).removesuffix("index.html").rstrip("/"))[0] or "/"
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{way}?{query}" if query else way


def saved_site(files: Sequence[Path]) -> SavedSite:
    """
    Find the address of each saved page: in its sidecar, in a comment, in its path or name, in what names its offer or
    account, or in links of other pages whose text is its heading.

    A list whose address is not known is the first page where no other is. Of two pages at one address, that whose file
    comes last is served.

    Raises:
        ArchiveError: a file cannot be read, or is no page.
    """
    found = look_at(files)
    bodies: dict[str, bytes] = {}
    left: list[SavedPage] = []
    for page in found.pages:
        path = page.path or _own_path(found, page) or _linked(found, page)
        if path is None:
            left.append(page)
        else:
            bodies[key_of(path)] = page.file.read_bytes()
    if "/" not in bodies and (first := next((page for kind in _LISTS for page in left if page.kind == kind), None)):
        bodies["/"] = first.file.read_bytes()
        left.remove(first)
    gone = next((page for page in found.pages if page.kind == "listing_gone"), None)
    without = tuple(page.file for page in left if page is not gone)
    return SavedSite(bodies, without) if gone is None else SavedSite(bodies, without, gone.file.read_bytes())


def _own_path(found: Found, page: SavedPage) -> str | None:
    """The address by the route of offers or accounts, of what names the one that a page is of."""
    proposal = next((each for each in found.proposals if each.kind == page.kind), None)
    route = {"listing": found.roles.listing, "vendor_profile": found.roles.vendor}.get(page.kind)
    if proposal is None or route is None:
        return None
    named = next(
        ((each, element) for each in proposal.own_names for element in css(each.selector)(page.document.root)[:1]), None
    )
    if named is None:
        return None
    how, element = named[0].how, named[1]
    if how in {"value", "text"}:
        said = element.get("value") if how == "value" else page.document.text(element).lstrip("#")
        values: tuple[str, ...] = (said or "",)
    else:
        path = path_of(element.get("href") or "", page.path, found.site.hosts)
        values = () if path is None else found.site.routes.read(path).values
    if len(values) != route.count("{}"):
        return None
    for value in values:
        route = route.replace("{}", quote(value, safe=""), 1)
    return route


def _linked(found: Found, page: SavedPage) -> str | None:
    """The address to which cards lead whose title is a heading of the page."""
    if page.kind != "listing":
        return None
    titles = [text for text in headings_of(page, found.roles) if text in found.roles.titles]
    paths = {
        path
        for other in found.pages
        for element in other.document.root.iter("a")
        if other.document.text(element) in titles
        and (path := path_of(element.get("href") or "", other.path, found.site.hosts)) is not None
        and found.site.routes.read(path).route == found.roles.listing
    }
    return min(paths) if len({key_of(path) for path in paths}) == 1 else None


def server_of(site: SavedSite, port: int, tell: Callable[[str], None]) -> ThreadingHTTPServer:
    """
    A server on loopback that answers from saved pages, and that there is none with status 404 for any other address.

    Args:
        site: the pages.
        port: its port; 0 takes a free one.
        tell: is given a line for each request: the status and the address.

    Raises:
        ConfigurationError: the port is taken.
    """

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the library's name
            body = site.body(self.path)
            status = HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK
            said = site.gone if body is None else body
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            del size
            target = self.path if hasattr(self, "path") else self.requestline
            tell(f"{int(code)} {target.encode('unicode_escape').decode()}")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            """Say nothing else, such as that a request broke off."""

    try:
        return ThreadingHTTPServer((HOST, port), Answering)
    except OSError as error:
        msg = f"port {port} cannot be used: {error.strerror}; name another with --port, or none to take a free one"
        raise ConfigurationError(msg) from error
