"""What of the addresses of a site stays, and what names the thing that is shown."""

from __future__ import annotations

import re

import pytest

from cryptodrug_scraper.scaffold import routes as routes_module
from cryptodrug_scraper.scaffold.proposal import pattern_of
from cryptodrug_scraper.scaffold.routes import Routes
from cryptodrug_scraper.scaffold.routing import expression_of


def test_a_parameter_that_chooses_the_kind_of_a_page_is_no_name() -> None:
    words = (
        "item&nr=1",
        "item&nr=22",
        "user&who=Anna",
        "user&who=b.b",
        "shelf&cat=herbs",
        "shelf&cat=resins",
        "out",
        "all",
    )
    routes = Routes([f"/?page={each}" for each in words])
    assert ("/?nr={}&page=item", ("22",)) == _read(routes, "/?page=item&nr=22")
    assert ("/?page=user&who={}", ("b.b",)) == _read(routes, "/?page=user&who=b.b")
    assert ("/?page=out", ()) == _read(routes, "/?page=out")


def test_the_suffix_of_files_is_no_part_of_what_they_name() -> None:
    names = ("Ana", "b.b", "Li_Po", "77kilo")
    known = [f"/people/{each}.html" for each in names] + ["/people/Ana/offers.html", "/orders.html", "/index.html"]
    routes = Routes([*known, *(f"/lot/{each}.html" for each in (4, 5, 66)), "/people/Ana", "/"], names)
    assert ("/people/{}.html", ("Ana",)) == _read(routes, "/people/Ana.html") == _read(routes, "/people/Ana")
    assert ("/people/{}.html", ("b.b",)) == _read(routes, "/people/b.b.html")
    assert ("/people/{}/offers.html", ("Ana",)) == _read(routes, "/people/Ana/offers.html")
    assert ("/lot/{}.html", ("66",)) == _read(routes, "/lot/66.html")
    assert ("/", ()) == _read(routes, "/index.html")
    offers = re.compile(expression_of("/people/{}/offers.html"))
    assert offers.match("/people/Ana/offers.html")
    assert offers.match("/people/Ana/offers")
    assert offers.match("/people/Ana/offers.htm") is None


def test_a_parameter_beside_a_pager_names_what_is_shown() -> None:
    routes = Routes([f"/list.php?cat={each}" for each in ("herbs", "resins&p=2", "powders", "other&p=3", "seeds")])
    assert ("/list.php?cat={}", ("herbs",)) == _read(routes, "/list.php?cat=herbs")


@pytest.mark.parametrize(
    ("path", "route", "values"),
    [
        ("/lot-4103", "/lot-{}", ("4103",)),
        ("/lot-4103?part=ratings&p=2", "/lot-{}?p={}&part=ratings", ("4103", "2")),
        ("/seller-apo.v.d.kaai", "/seller-{}", ("apo.v.d.kaai",)),
        ("/lots", "/lots", ()),
    ],
)
def test_a_word_before_a_name_stays(path: str, route: str, values: tuple[str, ...]) -> None:
    paths = [f"/lot-{number}" for number in (4103, 4104, 4110, 4122)]
    routes = Routes(
        [*paths, "/lot-4103?part=ratings&p=2", "/seller-apo.v.d.kaai", "/seller-K_9", "/lots", "/log-out"],
        {"apo.v.d.kaai", "K_9"},
    )
    assert (route, values) == _read(routes, path)
    assert ("/log-out", ()) == _read(routes, "/log-out")


def test_what_stands_behind_a_name_is_no_part_of_it() -> None:
    assert r"/item-([^/?&#]+)(?=\.php)" == pattern_of("/item-{}.php", 0)
    named = re.compile(pattern_of("/item-{}.html", 0))
    for address in ("/item-4711.html", "/item-4711", "/item-4711.html?p=2", "/item-4711#said"):  # a saver's may lack it
        assert ["4711"] == named.findall(address)
    assert "/item-([^/?&#]+)" == pattern_of("/item-{}", 0)


@pytest.mark.parametrize("path", ["/c/herbs?p=3", "/c/herbs/?p=3", "/c/herbs/?sort=age&p=3"])
def test_a_route_with_a_parameter_has_a_slash_before_it_or_none(path: str) -> None:
    assert re.match(expression_of("/c/{}?p={}"), path)
    assert not re.match(expression_of("/c/{}?p={}"), "/c/herbs/")


def test_an_address_is_read_without_looking_at_all_others_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    class Word:
        def match(self, text: str) -> object:
            tried.append(text)
            return real.match(text)

    real = routes_module._WORD
    monkeypatch.setattr(routes_module, "_WORD", Word())

    def tries(count: int) -> int:
        tried.clear()
        routes = Routes([f"/a/{number}x/goods" for number in range(count)])
        for number in range(count):
            assert routes.read(f"/a/{number}x/goods").values == (f"{number}x",)
        return len(tried)

    assert tries(400) < 2.5 * tries(200)


def _read(routes: Routes, path: str) -> tuple[str, tuple[str, ...]]:
    found = routes.read(path)
    return found.route, found.values


def test_words_below_many_things_are_parts_of_each_and_name_nothing() -> None:
    people = ("Anna", "b.b", "Li_Po", "Ugo")
    words = ("wares", "said", "write", "report", "key")
    known = [f"/by/{name}/{word}" for name in people for word in words]
    routes = Routes([*known, *(f"/by/{name}" for name in people)], {*people, "wares", "said"})
    assert ("/by/{}/wares", ("Anna",)) == _read(routes, "/by/Anna/wares")
    assert ("/by/{}/said", ("b.b",)) == _read(routes, "/by/b.b/said")
    shelves = {
        "tea": ("green", "black", "white", "red"),
        "herbs": ("green", "dry", "fresh", "wild"),
        "salt": ("sea", "rock", "grey", "pink"),
        "nuts": ("raw", "salted", "roast", "sweet"),
    }
    inner = [f"/goods/{shelf}/{part}" for shelf, parts in shelves.items() for part in parts]
    kinds = Routes([*inner, *(f"/goods/{shelf}" for shelf in shelves)])
    assert ("/goods/{}/{}", ("tea", "green")) == _read(kinds, "/goods/tea/green")  # below two of them alone


def test_links_to_files_that_a_program_saved_are_those_to_the_pages() -> None:
    ways = ["tea", "herbs", "salt", "roots"]
    routes = Routes([*(f"/shelf/{way}" for way in ways), "/shelf/tea.html", "/shelf/herbs.html"])
    assert ("/shelf/{}", ("tea",)) == _read(routes, "/shelf/tea.html") == _read(routes, "/shelf/tea")
    named = re.compile(pattern_of("/shelf/{}", 0, (), routes.tail("/shelf/{}")))
    for address in ("/shelf/tea", "/shelf/tea.html", "/shelf/tea?p=2"):
        assert ["tea"] == named.findall(address)
    alone = Routes([f"/shelf/{way}" for way in ways])
    assert not alone.tail("/shelf/{}")


@pytest.mark.parametrize("sign", ["@", "~", "_", "%40"])
def test_a_sign_before_names_stays_wherever_they_stand(sign: str) -> None:
    words = ("wallet", "out", "mail", "tea")
    top = Routes([f"/{sign}Anna", f"/{sign}b.b/said", *(f"/{word}" for word in words)])
    assert (f"/{sign}{{}}", ("Ugo",)) == _read(top, f"/{sign}Ugo")
    assert (f"/{sign}{{}}/said", ("Anna",)) == _read(top, f"/{sign}Anna/said")
    assert ("/wallet", ()) == _read(top, "/wallet")
    below = Routes([f"/m/{sign}Anna", f"/m/{sign}b.b", *(f"/m/{word}/x" for word in words)])
    assert (f"/m/{sign}{{}}", ("Ugo",)) == _read(below, f"/m/{sign}Ugo")


def test_a_sign_that_not_all_names_have_is_a_part_of_them() -> None:
    routes = Routes(["/by/~Anna", "/by/b.b", "/by/77kilo", "/by/Li_Po"], {"Li_Po"})
    assert ("/by/{}", ("~Anna",)) == _read(routes, "/by/~Anna")


def test_identifiers_of_letters_alone_are_no_words_of_the_site() -> None:
    mixed = [f"/lot/{name}/tea-{at}" for at, name in enumerate(("kwsfnn", "d76eys", "x8k3pa", "7tn2vd", "p09xle"))]
    assert ("/lot/{}/{}", ("kwsfnn", "tea-0")) == _read(Routes(mixed), "/lot/kwsfnn/tea-0")
    letters = ("kwsfnn", "dpqeys", "xokzpa", "ttnvvd", "ppbxle", "qiwovb", "zzxnab", "rtqplo")
    plain = [f"/lot/{name}/tea-{at}" for at, name in enumerate(letters)]
    assert ("/lot/{}/{}", ("rtqplo", "tea-7")) == _read(Routes(plain), "/lot/rtqplo/tea-7")
    words = [f"/my/{word}/{at}" for at, word in enumerate(("orders", "mail", "wallet", "settings"))]
    assert ("/my/mail/{}", ("1",)) == _read(Routes(words), "/my/mail/1")
