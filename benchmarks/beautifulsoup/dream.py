"""Pages of Dream Market by BeautifulSoup."""

from __future__ import annotations

import re

from benchmarks.beautifulsoup.values import Fields, Tag, block, count, day, line, prices, soup_of

__all__ = ["listing", "vendor"]

_COINS = {"bitcoin": "BTC", "bitcoincash": "BCH", "monero": "XMR", "litecoin": "LTC"}
_DEFAULT = "Enter your comments here"


def listing(body: bytes) -> list[Fields]:
    """Read a listing, its vendor and its reviews."""
    soup = soup_of(body)
    view = soup.select_one("div.viewProduct")
    rows = {label.get_text(strip=True): label.find_next_sibling() for label in view.select(".tabularDetails label")}
    cell = rows["Vendor"]
    fields: Fields = {"record": "listing", "title": line(view.select_one("div.title"))}
    fields["vendor"] = line(cell.find("a"))
    fields["prices"] = prices(line(rows["Price"]))
    for name, label in (("ships_from", "Ships from"), ("ships_to", "Ships to")):
        if label in rows:
            fields[name] = line(rows[label])
    if "Escrow" in rows:
        fields["payment"] = ["escrow"] if line(rows["Escrow"]) == "Yes" else []
    order = view.find("input", attrs={"name": "offer"})
    if order is not None:
        fields["listing_id"] = order["value"]
    for heading in view.select("div.newFeature"):
        table = heading.find_next_sibling("table")
        if line(heading) == "Shipping options":
            fields["shipping_options"] = [_option(row) for row in table.find_all("tr")]
        elif line(heading) == "Cryptocurrency":
            coins = [label["for"].removesuffix("CurrencyOption").lower() for label in table.find_all("label")]
            fields["accepted_coins"] = [_COINS[coin] for coin in coins]
    for title in view.select("div.subtitle"):
        text = title.find_next_sibling("div", class_="preformattedNotes")
        if text is not None:
            fields["description" if line(title) == "Product description" else "terms"] = block(text.find("pre"))
    return [fields, _badges(cell, fields["vendor"]), *_reviews(soup)]


def vendor(body: bytes) -> list[Fields]:
    """Read a vendor, and the cards of the vendor's listings."""
    soup = soup_of(body)
    contact = soup.select_one("div.contactMember")
    notes = contact.select_one("div.profileNotes")
    name_cell = notes.find("label", string="Username").find_next("td")
    name = name_cell.find("span").find(string=True).strip()
    fields = _badges(name_cell, name)
    for label in notes.find_all("label"):
        value = label.find_next_sibling("span")
        match line(label):
            case "FE enabled":
                fields["finalize_early"] = line(value) == "Yes"
            case "Join date":
                fields["member_since"] = day(line(value), "%d/%m/%Y")
            case "Last active":
                fields["last_active"] = day(line(value).partition("(")[0], "%d/%m/%Y")
    votes = [count(str(span.next_sibling)) for span in contact.select("span.aroundTrusted")]
    if len(votes) == 2:
        fields["trust_votes"] = {"trust": votes[0], "distrust": votes[1]}
    for title in contact.select("div.subtitle"):
        text = title.find_next_sibling("div", class_="preformattedNotes")
        if text is not None:
            field = {"Terms and conditions": "terms", "Public PGP key": "pgp_key"}.get(line(title), "profile")
            fields[field] = block(text.find("pre"))
    return [fields, *(_card(card, name) for card in soup.select("div.shopItem"))]


def _option(row: Tag) -> Fields:
    price, label = row.find_all("label")[:2]
    return {"label": line(label), "price": prices(line(price))[-1]}


def _badges(cell: Tag, name: str) -> Fields:
    fields: Fields = {"record": "vendor", "vendor": name}
    sales = cell.find("span", title="Successful transactions")
    if sales is not None:
        fields["sales"] = count(line(sales))
    rating = cell.select_one("span.userRating")
    if rating is not None and (mean := re.match(r"\d+(?:\.\d+)?", line(rating))) is not None:
        stated = re.search(r"out of (\d+) rating", rating.get("title", ""))
        fields["rating"] = {"mean": float(mean[0]), "count": None if stated is None else int(stated[1])}
    return fields


def _reviews(soup: Tag) -> list[Fields]:
    reviews = []
    for row in soup.select("div.ratings table tr"):
        text = line(row.select_one("td.ratingText"))
        stars = sum(star["alt"] == "gold" for star in row.select("img.star"))
        age = row.select_one("td.age").get_text(strip=True)
        comment = None if text in {"", _DEFAULT} else text
        reviews.append({"record": "review", "age_raw": age, "stars": stars, "comment": comment})
    return reviews


def _card(card: Tag, vendor: str) -> Fields:
    link = card.select_one("div.oTitle a")
    offer = re.search(r"offer=([\d.]+)", link["href"])
    return {
        "record": "listing",
        "listing_id": None if offer is None else offer[1],
        "title": line(link),
        "vendor": vendor,
        "prices": prices(line(card.select_one("div.oPrice"))),
        "payment": ["escrow"] if card.select_one("div.withEscrow") is not None else [],
    }
