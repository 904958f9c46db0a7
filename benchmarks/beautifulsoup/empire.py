"""Pages of Empire Market by BeautifulSoup."""

from __future__ import annotations

import re

from benchmarks.beautifulsoup.values import Fields, Tag, block, count, day, line, prices, soup_of

__all__ = ["listing", "vendor"]

_WINDOWS = ("1m", "6m", "12m")
_STARS = ("stealth", "quality", "value")
_OPTION = re.compile(r"(.*?)\s*-\s*[\d.]+ days?\s*-\s*([A-Z]{3}) \+ ([\d.,]+)", re.DOTALL)


def listing(body: bytes) -> list[Fields]:
    """Read a listing and its vendor."""
    soup = soup_of(body)
    view = soup.select_one("div.listDes")
    fields: Fields = {"record": "listing", "title": line(view.find("h2"))}
    tab = soup.select_one("div.tab a.tablinks")
    fields["listing_id"] = tab["href"].split("/setTab/")[1].split("/")[0]
    crumbs = soup.select('div.sub_head_inner_header h3 a[href*="/category/"]')
    fields["category_path"] = [line(crumb) for crumb in crumbs]
    seller = next(text for text in view.find_all("p") if text.get_text(strip=True).startswith("Sold by"))
    fields["vendor"] = line(seller.find("a"))
    sold = re.search(r"([\d,]+) sold since", line(seller))
    if sold is not None:
        fields["sold"] = count(sold[1])
    for table in view.select("table.productTbl"):
        cells = [line(cell) for cell in table.find_all("td")]
        values = dict(zip(cells[::2], cells[1::2], strict=False))
        for name, label in (("ships_from", "Origin Country"), ("ships_to", "Ships to")):
            if values.get(label):
                fields[name] = values[label]
        if "Product Class" in values:
            fields["product_class"] = "digital" if "Digital" in values["Product Class"] else "physical"
    form = view.find("form")
    purchase = [] if form is None else [line(text) for text in form.find_all("p")]
    fields["prices"] = [price for text in purchase for price in prices(text)]
    options = [] if form is None else [_OPTION.match(line(option)) for option in form.select("option")]
    fields["shipping_options"] = [
        {"label": option[1], "price": (float(option[3].replace(",", "")), option[2])}
        for option in options
        if option is not None
    ]
    content = soup.select_one("div.tabcontent")
    fields["description"] = block(content.find("p"))
    tags = [line(tag) for tag in content.select("div.tagsDiv span.tags")]
    if tags:
        fields["tags"] = tags
    return [fields, {"record": "vendor", "vendor": fields["vendor"]} | _levels(seller)]


def vendor(body: bytes) -> list[Fields]:
    """Read a vendor."""
    soup = soup_of(body)
    header = soup.select_one("div.user_info_mid")
    head = header.select_one("h3.user_info_mid_head")
    fields: Fields = {"record": "vendor", "vendor": head.find(string=True).strip()}
    fields |= _levels(head)
    sales = re.search(r"\(([\d,]+)\)", line(head))
    if sales is not None:
        fields["sales"] = count(sales[1])
    share = re.search(r"Positive feedback.*?([\d.]+)\s*%", line(header))
    if share is not None:
        fields["positive_share"] = float(share[1])
    since = header.select_one("span.bold1")
    if since is not None:
        fields["member_since"] = day(line(since), "%B %d, %Y")
    fields |= _feedback(soup)
    for row in soup.select("div.buyer_statistics tr"):
        cells = [line(cell) for cell in row.find_all("td")]
        if cells and cells[0] == "Total Disputes / Orders":
            fields["disputes"], fields["orders"] = (count(part) for part in cells[1].split("/"))
        elif cells and cells[0] == "Last online":
            fields["last_active"] = day(cells[1], "%b %d, %Y") if cells[1] else None
    for row in soup.select("div.rating_star tr"):
        cells = row.find_all("td")[-len(_STARS) :]
        if cells:
            stars = [sum("gold" in star.get("style", "") for star in cell.select("i.fa-star")) for cell in cells]
            fields["star_ratings"] = dict(zip(_STARS, stars, strict=True))
    about = soup.select_one("div.tabcontent_user_feedback > p")
    fields["profile"] = None if about is None else block(about)
    return [fields]


def _levels(box: Tag) -> Fields:
    text = line(box)
    found = {
        "level": re.search(r"Vendor Level (\d+)", text, re.IGNORECASE),
        "trust_level": re.search(r"Trust level (\d+)", text),
    }
    return {name: int(match[1]) for name, match in found.items() if match is not None}


def _feedback(soup: Tag) -> Fields:
    signs: dict[str, list[int]] = {}
    for row in soup.select("div.seller_rating tr"):
        cells = [line(cell) for cell in row.find_all("td")]
        if cells:
            signs[cells[0].lower()] = [count(cell) for cell in cells[1:]]
    if not signs:
        return {}
    windows = enumerate(_WINDOWS)
    return {"feedback": [{"window": window} | {sign: signs[sign][at] for sign in signs} for at, window in windows]}
