"""Pages of Wall Street Market in English by BeautifulSoup."""

from __future__ import annotations

import re

from benchmarks.beautifulsoup.values import Fields, Tag, block, count, day, line, prices, soup_of

__all__ = ["listing", "vendor"]

_COUNTS = {"Views": "views", "Already sold": "sold"}


def listing(body: bytes) -> list[Fields]:
    """Read a listing, its vendor and its reviews."""
    soup = soup_of(body)
    fields: Fields = {"record": "listing", "title": line(soup.select_one("h1.fheading"))}
    fields["vendor"] = line(soup.select_one("div.card-body i.ion-person").find_next("a"))
    for name, icon in (("ships_from", "ion-log-out"), ("ships_to", "ion-log-in")):
        mark = soup.select_one(f"div.card-body p i.{icon}")
        if mark is not None:
            fields[name] = _after(mark).removeprefix("Ships from: ").removeprefix("Ships to: ")
    for label in soup.select("div.card-body > b"):
        name = line(label).rstrip(":")
        if name in _COUNTS:
            fields[_COUNTS[name]] = count(_after(label))
        elif name == "Category":
            parts = [str(part).strip() for part in label.next_siblings if not getattr(part, "name", None)]
            fields["category_path"] = [part for part in parts if part]
    for heading in soup.select("div.card-body h4"):
        table = heading.find_next_sibling("table")
        rows = [] if table is None else [row.find_all("td") for row in table.find_all("tr")]
        cells = [[line(cell) for cell in row] for row in rows if row]
        if line(heading) == "Prices":
            fields["prices"] = [price for cell in cells[0][1:] for price in prices(cell)]
        elif line(heading) == "Shipping Options":
            fields["shipping_options"] = [{"label": row[0], "price": prices(row[2])[0]} for row in cells]
    fields["description"] = _text(soup)
    return [fields, {"record": "vendor", "vendor": fields["vendor"]}, *_reviews(soup)]


def vendor(body: bytes) -> list[Fields]:
    """Read a vendor."""
    soup = soup_of(body)
    heading = soup.select_one("div.card-body h2")
    fields: Fields = {"record": "vendor", "vendor": heading.find(string=True).strip()}
    fields["trusted"] = heading.select_one("span.wsm_badge") is not None
    for row in heading.find_next_sibling("table").find_all("tr"):
        cells = [line(cell) for cell in row.find_all("td")]
        if len(cells) < 2:
            continue
        match cells[0]:
            case "Member since":
                fields["member_since"] = day(cells[1], "%d. %b, %Y")
            case "Vendor-Level":
                badges = re.match(r"(.+) Exp Level (\d+)", cells[1])
                if badges is not None:
                    fields["experience"], fields["level"] = count(badges[1]), int(badges[2])
            case "Open/completed orders":
                fields["sales"] = count(cells[1].partition("/")[2])
            case "Average rating":
                mean = re.search(r"\(([\d.]+)\)", cells[1])
                if mean is not None:
                    fields["rating"] = {"mean": float(mean[1])}
    fields["profile"] = _text(soup)
    return [fields]


def _after(tag: Tag) -> str:
    return str(tag.next_sibling).strip()


def _text(soup: Tag) -> str | None:
    box = soup.find(id="tabcontent")
    paragraphs = box.find_all("p") or [box]
    return "\n\n".join(text for part in paragraphs if (text := _unwrapped(part))) or None


def _unwrapped(part: Tag) -> str | None:
    """In HTML a line ends at a break, and not where the source's line ends."""
    for text in part.find_all(string=True):
        text.replace_with(re.sub(r"\s+", " ", text))
    lines = (block(part) or "").split("\n")
    return "\n".join(each.strip() for each in lines)


def _reviews(soup: Tag) -> list[Fields]:
    reviews = []
    for row in soup.select("table.ratedSection tr"):
        rating, text, buyer, age = row.find_all("td")
        stars = re.search(r"\((\d\.\d)\)", line(rating))
        title = text.find("b")
        comment = " ".join(str(part) for part in title.next_siblings if not getattr(part, "name", None)).strip()
        reviews.append(
            {
                "record": "review",
                "stars": None if stars is None else float(stars[1]),
                "listing_title": line(title),
                "comment": comment or None,
                "buyer_mask": line(buyer),
                "age_raw": line(age),
            }
        )
    return reviews
