"""Quantities from titles: every kind of title that the markets' vendors write, with invented goods."""

from __future__ import annotations

# the signs that vendors type are meant
import timeit
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.page.quantities import Quantity, parse_quantity

# title, unit, count, grams of one unit
WEIGHED = [
    # methods E11
    ("28g (1oz)", "weight", 1, "28"),
    ("1/8 oz", "weight", 1, "3.5436875"),
    ("100x 200mg", "piece", 100, "0.2"),
    ("7,5g", "weight", 1, "7.5"),
    ("0.5 kilo", "weight", 1, "500"),
    ("150ug x 25", "piece", 25, "0.00015"),
    ("3.5g x 10", "weight", 10, "3.5"),
    ("100g x100", "weight", 1, "100"),
    ("100 g Amphetamine paste 100 pcs", "weight", 1, "100"),
    # units
    ("1 gram of Moon Rock Hash", "weight", 1, "1"),
    ("5 Gramm Blüten aus Eigenanbau", "weight", 1, "5"),
    ("10gr Speed Paste", "weight", 1, "10"),
    ("2.5 GRAMS *** LEMON HAZE *** FAST", "weight", 1, "2.5"),
    ("[5g] Silver Haze", "weight", 1, "5"),
    (".5g sample of white", "weight", 1, "0.5"),
    ("0,125g probe", "weight", 1, "0.125"),
    ("1KG Premium Hash bricks", "weight", 1, "1000"),
    ("1 kilo Paste direct from the lab", "weight", 1, "1000"),
    ("1,000 mg pure powder", "weight", 1, "1"),
    ("250 mg Pink crystals", "weight", 1, "0.25"),
    ("Acid crystals 500µg", "weight", 1, "0.0005"),
    ("Acid crystals 500μg", "weight", 1, "0.0005"),
    ("1 lb Outdoor Mix", "weight", 1, "453.592"),
    ("2 pounds of outdoor", "weight", 1, "907.184"),
    ("1 oz Blue Mango", "weight", 1, "28.3495"),
    ("2 Ounces Shake", "weight", 1, "56.699"),
    ("QP Sour Candy indoor", "weight", 1, "113.398"),
    ("2 QP Sour Candy indoor", "weight", 1, "226.796"),
    ("HP of Sour Candy", "weight", 1, "226.796"),
    ("half pound greenhouse", "weight", 1, "226.796"),
    ("Half an ounce of Cheese", "weight", 1, "14.17475"),
    ("half a gram of Jack", "weight", 1, "0.5"),
    ("a gram of Jack", "weight", 1, "1"),
    ("quarter of a kilo", "weight", 1, "250"),
    ("quarter oz Cheese", "weight", 1, "7.087375"),
    ("one gram of Blow", "weight", 1, "1"),
    ("1/8th of an ounce Cheese", "weight", 1, "3.5436875"),
    ("½ oz Cheese", "weight", 1, "14.17475"),
    ("1½ oz Cheese", "weight", 1, "42.52425"),
    ("1 1/2 oz Cheese", "weight", 1, "42.52425"),
    ("1/2g MDMA", "weight", 1, "0.5"),
    ("3/4 lb smalls", "weight", 1, "340.194"),
    # one weight said twice
    ("1 oz (28g) Cheese", "weight", 1, "28"),
    ("28.35g / 1 ounce Cheese", "weight", 1, "28.35"),
    ("500mg (0.5g) Isolate", "weight", 1, "0.5"),
    ("10 x 1g (10g) Hash", "weight", 10, "1"),
    ("100 pills 220mg (22g)", "piece", 100, "0.22"),
    # times
    ("5 x 1g Blow", "weight", 5, "1"),
    ("5X1G Blow", "weight", 5, "1"),
    ("1g x5 Blow", "weight", 5, "1"),
    ("3.5gx10", "weight", 10, "3.5"),
    ("10*5g Cheese", "weight", 10, "5"),
    ("50x Alprazolam 2mg", "piece", 50, "0.002"),
    ("2C-B 20mg x 10", "piece", 10, "0.02"),
    # pieces and doses
    ("100 x 2mg pills", "piece", 100, "0.002"),
    ("50 pills 220mg", "piece", 50, "0.22"),
    ("10 blotters 200ug", "piece", 10, "0.0002"),
    ("100x Orange Robot XTC pills 240mg MDMA", "piece", 100, "0.24"),
    ("25 Orange Robot Pills | 240 mg", "piece", 25, "0.24"),
    ("Diazepam 10mg - 28 tabs", "piece", 28, "0.01"),
    ("Diazepam 10mg 1,000 tablets", "piece", 1000, "0.01"),
    ("1k pressed bars 2mg", "piece", 1000, "0.002"),
    ("Single Orange Robot pill 240mg", "piece", 1, "0.24"),
    ("30 caps of 100mg mescaline", "piece", 30, "0.1"),
    ("5 Joints 1g each", "piece", 5, "1"),
    ("10 hits 120ug LSD", "dose", 10, "0.00012"),
    ("LSD 120ug - 25 doses", "dose", 25, "0.00012"),
    ("5g (50 pills)", "piece", 50, "0.1"),
    ("20 pills 15mg each", "piece", 20, "0.015"),
    # names with numbers
    ("U-47700 - 1g", "weight", 1, "1"),
    ("U-47700-1g", "weight", 1, "1"),
    ("JWH-018 5g", "weight", 1, "5"),
    ("3-MMC 5g", "weight", 1, "5"),
    ("5-MeO-DMT 1g", "weight", 1, "1"),
    ("25I-NBOMe 1mg x 20", "piece", 20, "0.001"),
    ("2-FA 10g", "weight", 1, "10"),
    ("MDMA-5g", "weight", 1, "5"),
    # purities, prices, presents
    ("5g Blow 85%", "weight", 1, "5"),
    ("Blow 85% pure 3.5 g", "weight", 1, "3.5"),
    ("1g Blow $49", "weight", 1, "1"),
    ("$49 for 1g Blow", "weight", 1, "1"),
    ("€5.50/g Haze 10g", "weight", 1, "10"),
    ("Haze 10g - 6€/g", "weight", 1, "10"),
    ("10 x 1g $400", "weight", 10, "1"),
    ("14g Haze 90 EUR", "weight", 1, "14"),
    ("10g + 2g FREE Haze", "weight", 1, "10"),
    ("100g Speed (+10g bonus)", "weight", 1, "100"),
    ("5g Haze free shipping", "weight", 1, "5"),
    ("24/7 support, Haze 7g", "weight", 1, "7"),
    ("10/10 - 5g Haze", "weight", 1, "5"),
    ("2019 harvest 10g Haze", "weight", 1, "10"),
    ("1g cartridge 850mg THC", "weight", 1, "1"),
    ("250g Gummies with 10mg", "weight", 1, "250"),
    ("4G Haze", "weight", 1, "4"),
]

# title, unit, count: no weight said, or none that is one of the pieces
COUNTED = [
    ("100 Orange Robot pills", "piece", 100),
    ("50x Orange Robot", "piece", 50),
    ("x50 Orange Robot", "piece", 50),
    ("Orange Robot x 50", "piece", 50),
    ("100 2C-B pills", "piece", 100),
    ("1.000 pills", "piece", 1000),
    ("10k pressed pills", "piece", 10000),
    ("100 XTC", "piece", 100),
    ("Pack of 10 joints", "piece", 10),
    ("2 blisters x 10 pills", "piece", 20),
    ("2 packs of 20", "piece", 40),
    ("10 x 5 pills", "piece", 50),
    ("10-pack prerolls", "piece", 10),
    ("20 Stück Roboter", "piece", 20),
    ("25 Stuks Robots", "piece", 25),
    ("5 trips", "dose", 5),
    ("5x streaming accounts", "piece", 5),
    ("x10 pills $49", "piece", 10),
    ("100 pills 49€", "piece", 100),
]

NOTHING = [
    "",
    "3 in 1",
    "All 3 in 1 guide",
    "SOLD OUT - 5g Haze",
    "DO NOT ORDER 10 pills",
    "5g Haze NOT AVAILABLE",
    "Haze 10g (out of stock)",
    "custom listing",
    "85%",
    "$49",
    "100 USD voucher",
    "£20 pounds notes",
    "20 pound notes",
    "4G LTE router",
    "HP laptop",
    "24/7 support",
    "2019 edition",
    "4x4 manual",
    "JWH-018",
    "2C-B",
    "32GB stick",
    "Premium account 1 year",
    "1.5 pills",
    "0g",
    "0 pills",
    "buy 3 get 1 free",
    # what one piece holds, and not how many there are
    "Fentanyl analogue 800 mcg",
    "1P-LSD 100ug",
    "Comet 220mg XTC pills",
    "30 Comet 220mg",
    # quantities that make no single one
    "10 + 1 pills",
    "5g Haze + 5g Hash",
    "5g Haze, 10 pills",
    "10 - 50 pills",
    "10/50/100 pills",
    "50x Comet, 5g Haze",
    "2 packs, 60 pills",
    "2 sheets of blotters",
    "10 1g bags",
    "1.000 g",
    # what is no quantity
    "min. order 5g",
    "up to 100g",
    "v.a. 5 gram",
    "193.25 g/mol",
    "Haze, 3 for 2",
    "Raffle: 5g Haze",
    "Scale 500g / 0.1g",
    "10 x 15 cm",
    "1:20",
]

TIERS = [
    ("1g/5g/10g", "1 5 10"),
    ("1g / 5g / 10g Haze", "1 5 10"),
    ("Haze 1g - 3.5g - 7g - 14g - 28g", "1 3.5 7 14 28"),
    ("10g, 5g, 1g Haze", "1 5 10"),
    ("1g 3.5g 7g Haze", "1 3.5 7"),
    ("1/5/10g Haze", "1 5 10"),
    ("1-5-10 g Haze", "1 5 10"),
    ("Haze 1g to 100g", "1 100"),
    ("500mg | 1g", "0.5 1"),
    ("1g/3.5g/28g(1oz)", "1 3.5 28"),
]

VOLUMES = [
    ("10ml dropper", 1, "10"),
    ("500 ml GBL", 1, "500"),
    ("1L GBL", 1, "1000"),
    ("5 x 30ml syrup", 5, "30"),
    ("Testosterone 250mg/ml 10ml", 1, "10"),
    ("Enanthate 250mg / 1ml, 10 ml", 1, "10"),
    ("10 vials 2ml", 10, "2"),
]


def _found(title: str) -> Quantity:
    quantity = parse_quantity(title)
    assert quantity is not None
    return quantity


@pytest.mark.parametrize(("title", "unit", "count", "grams"), WEIGHED)
def test_a_weight_is_read(title: str, unit: str, count: int, grams: str) -> None:
    quantity = _found(title)

    assert (unit, count, Decimal(grams)) == (quantity.unit, quantity.count, quantity.unit_grams)
    assert quantity.total_grams == Decimal(grams) * count
    assert quantity.tier_grams == ()
    assert quantity.unit_millilitres is None


@pytest.mark.parametrize(("title", "unit", "count"), COUNTED)
def test_a_count_without_a_weight_is_read(title: str, unit: str, count: int) -> None:
    quantity = _found(title)

    assert (unit, count) == (quantity.unit, quantity.count)
    assert quantity.unit_grams is None
    assert quantity.total_grams is None


@pytest.mark.parametrize("title", NOTHING)
def test_a_title_that_says_no_quantity_gives_none(title: str) -> None:
    assert parse_quantity(title) is None


@pytest.mark.parametrize(("title", "tiers"), TIERS)
def test_a_choice_of_weights_is_no_single_weight(title: str, tiers: str) -> None:
    quantity = _found(title)

    assert [Decimal(grams) for grams in tiers.split()] == list(quantity.tier_grams)
    assert quantity.unit_grams is None
    assert quantity.total_grams is None


def test_a_choice_of_strengths_keeps_the_count() -> None:
    quantity = _found("10 pills 120mg or 200mg")

    assert (quantity.unit, quantity.count) == ("piece", 10)
    assert quantity.tier_grams == (Decimal("0.12"), Decimal("0.2"))


@pytest.mark.parametrize(("title", "count", "millilitres"), VOLUMES)
def test_a_volume_is_read_and_a_concentration_is_not(title: str, count: int, millilitres: str) -> None:
    quantity = _found(title)

    assert ("volume", count, Decimal(millilitres)) == (quantity.unit, quantity.count, quantity.unit_millilitres)
    assert quantity.unit_grams is None


def test_total_of_the_worked_examples() -> None:
    assert _found("100x 200mg").total_grams == 20
    assert _found("150ug x 25").total_grams == Decimal("0.00375")


def test_there_are_enough_titles() -> None:
    assert len(WEIGHED) + len(COUNTED) + len(NOTHING) + len(TIERS) + len(VOLUMES) > 150


def test_case_and_surrounding_words_change_nothing() -> None:
    weighed, counted, volumes = [row[0] for row in WEIGHED], [row[0] for row in COUNTED], [row[0] for row in VOLUMES]
    for title in (*weighed, *counted, *volumes):
        upper = title.upper().replace("ΜG", "μG").replace("STÜCK", "Stück")
        assert parse_quantity(title) == parse_quantity(upper), title
        assert parse_quantity(title) == parse_quantity(f"★ {title} ★ TOP QUALITY"), title


@given(st.text(max_size=60))
def test_any_title_is_read_without_error(title: str) -> None:
    quantity = parse_quantity(title)

    assert quantity is None or quantity.count > 0


PARTS = st.sampled_from(
    ["1", "5", "0", "100", "1,000", "0,125,000", "1.000", ".5", "½", "٣", "²", "g", "mg", "oz", "kilo", "ml", "x", "×"]
) | st.sampled_from(
    [
        "pills",
        "hits",
        "/",
        "-",
        ",",
        "+",
        "free",
        "$",
        "€",
        "%",
        "of",
        "an",
        "half",
        "QP",
        "HP",
        "in",
        "pack",
        "(",
        ")",
        " ",
    ]
)


@given(st.lists(PARTS, max_size=14))
def test_any_order_of_the_parts_that_matter_is_read_without_error(parts: list[str]) -> None:
    quantity = parse_quantity("".join(parts))

    if quantity is not None:
        assert quantity.count > 0
        assert quantity.unit_grams is None or quantity.unit_grams > 0
        assert list(quantity.tier_grams) == sorted(set(quantity.tier_grams))


def test_hostile_titles_take_no_long_time() -> None:
    titles = ["1g " * 10**5, "1 x " * 10**5, "9" * 10**5, "1/" * 10**5, "1 " + "blue " * 10**5, " " * 10**5]

    assert timeit.timeit(lambda: [parse_quantity(title) for title in titles], number=1) < 1
