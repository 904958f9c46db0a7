"""
The words with which titles say how much, in English, German, French and Dutch, some in Spanish and Italian.

All are written without accents and in small letters, as `undecorated` leaves them.
"""

from __future__ import annotations

from decimal import Decimal

__all__ = [
    "AMONG_GIFTS",
    "BEFORE_COUNTS",
    "BEFORE_NAMES",
    "BEFORE_UNIT",
    "BULK",
    "CHOICES",
    "COMPARED",
    "DETERMINERS",
    "DOSES",
    "DOZENS",
    "FLUID_OUNCE",
    "GIFTS",
    "GOODS",
    "GRAMS",
    "HOLDERS",
    "JOINS",
    "JOINTS",
    "LEAST",
    "LIMITS",
    "LIQUIDS",
    "MEASURING",
    "MILLILITRES",
    "MONEY_SIGNS",
    "MONEY_THINGS",
    "MONEY_WORDS",
    "NETWORK_THINGS",
    "NOISE_UNITS",
    "NOT_DESCRIBING",
    "OF",
    "ORDINALS",
    "OUNCE",
    "PER",
    "PIECES",
    "POUND",
    "POWDERS",
    "RATES",
    "SENDING",
    "SHEETS",
    "SINGLE",
    "SPELT",
    "STRENGTHS",
    "TABLETS",
    "TAKEN",
    "TIMES",
]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _all(words: str, amount: Decimal) -> dict[str, Decimal]:
    return dict.fromkeys(words.split(), amount)


OUNCE, POUND = Decimal("28.3495"), Decimal("453.592")
GRAMS = {
    **_all("ug ugs μg mcg mcgs mkg microgram micrograms mikrogramm microgrammes", Decimal("0.000001")),
    **_all("mg mgs milligram milligrams milligramm milligramme milligrammes miligram", Decimal("0.001")),
    **_all("g gr grs gm gms gs gram grams gramm gramme grammes gramo gramos grammi grammo", Decimal(1)),
    **_all("grama gramas grm grms gramms", Decimal(1)),
    **_all("kg kgs kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes chilo", Decimal(1000)),
    **_all("oz ozs onz ounce ounces unze unzen once onces", OUNCE),
    **_all("lb lbs pound pounds", POUND),
    **_all("pfund pond", Decimal(500)),
    **_all("ons", Decimal(100)),
}
"""
An unaccented "once" is French for an ounce and English for one time, and "ons" is a hundred grams and Dutch for "us":
both are units after a number only.
"""
MILLILITRES = {
    **_all("ml mls millilitre millilitres milliliter milliliters cc", Decimal(1)),
    **_all("cl centilitre centiliter", Decimal(10)),
    **_all("l lt liter liters litre litres litro litros", Decimal(1000)),
}
FLUID_OUNCE = Decimal("29.5735")
BULK = {"qp": POUND / 4, "qps": POUND / 4, "hp": POUND / 2, "eightball": OUNCE / 8}
"""Quarter and half pound, and an eighth of an ounce. "HP" is also a maker of computers: it counts before "of" only."""
SPELT = {
    **_all("half halfe halbe halbes halber halben halve demi demie", Decimal("0.5")),
    **_all("quarter viertel quart kwart", Decimal("0.25")),
    **_all("eighth achtel", Decimal("0.125")),
    **_all("dreiviertel", Decimal("0.75")),
    **_all("anderthalb anderhalve anderhalf eineinhalb", Decimal("1.5")),
    **_all("one", Decimal(1)),
    **_all("two zwei deux twee", Decimal(2)),
    **_all("three drei trois drie", Decimal(3)),
    **_all("four vier quatre", Decimal(4)),
    **_all("five funf cinq vijf", Decimal(5)),
    **_all("ten zehn dix tien", Decimal(10)),
}
PER = _set("per pro je par /")
DETERMINERS = PER | _set("the het a an ein eine einem einer un une een le au il al por for")
"""Before a unit these say that a price is for one: "per gram", "/g", "an ounce"."""
DOZENS = _set("dozen dozens dutzend douzaine douzaines dozijn")

DOSES = _set("hit hits dose doses trip trips tripjes dosis dosen")
TABLETS = _set(
    "pill pills pils pillz pille pillen pilule pilules tab tabs tb tbl tbs tabl tablet tablets tablette tablettes "
    "tabletten tabletas tabletjes blotter blotters buvard buvards zegel zegels filz filze pappe pappen cap caps "
    "capsule capsules kapsel kapseln kps gelule gelules cachet cachets stamp stamps xtc xtcs bar bars pellet pellets "
    "geltab geltabs gelcap gelcaps microdot microdots comprime comprimes cpr cps pressed bonbons pastille pastilles "
    "dragees pastilla pastillas pastiglia pastiglie compressa compresse comprimido comprimidos pasticca pasticche"
)
_THINGS = _set(
    "pc pcs pce pces piece pieces stuck stucke stk stks stck stuks stuk st rolls unit units unite unites uds unidad "
    "unidades pezzo pezzi pieza piezas strip strips patch patches pflaster pleister pleisters amp amps ampoule "
    "ampoules ampulle ampullen vial vials bottle bottles flasche flaschen pack packs packung packungen packet packets "
    "blister blisters box boxes boite boites cart carts cartridge cartridges cartouche cartouches joint joints "
    "preroll prerolls seed seeds samen graines zaden zaadjes bag bags gummies gummy jar jars syringe syringes sheet "
    "sheets card cards account accounts ct count cookie cookies brownie brownies plaquette plaquettes tray trays "
    "sachet sachets beutel zakje zakjes doosje doosjes streifen strook lollipops lollies suppositories lozenges pod "
    "pods pen pens cigarette cigarettes zigaretten sigaretten"
)
TAKEN = DOSES | TABLETS
PIECES = TAKEN | _THINGS
HOLDERS = _set(
    "pack packs packung packungen packet packets box boxes boite boites lot sheet sheets strip strips blister "
    "blisters bag bags plaquette plaquettes tray trays sachet sachets beutel zakje zakjes doosje doosjes streifen "
    "strook doos dozen vel vellen planche planches bogen jar jars bottle bottles set verpakking"
)
"""What other pieces may lie in: "2 packs of 20", "1 strip 28 tablets"."""
LIQUIDS = _set("syrup sirup sirop siroop sciroppo jarabe lean liquid fl fluid tincture juice lotion drank sizzurp")
"""Of these an ounce is one of volume."""
SHEETS = _set("sheet sheets vel vellen planche planches bogen")
"""They hold hundreds of pieces, and it is not said how many."""
GOODS = _set("account accounts card cards pc pcs piece pieces stuck stk stuks unit units")
"""What of a digital good can be counted."""

OF = _set("of de van von a zu")
MONEY_SIGNS = frozenset("$€£฿¥")
MONEY_WORDS = _set("usd eur euro euros gbp aud cad btc xmr dollar dollars bucks chf quid")
MONEY_THINGS = _set("note notes bill bills sterling voucher vouchers gift cash bank")
NETWORK_THINGS = _set("lte modem router sim network phone mobile proxy dongle stick internet")
GIFTS = _set(
    "free bonus extra gratis gift gratuit gratuits gratuite offert offerts offerte offertes kostenlos geschenkt "
    "geschenk umsonst cadeau regalo omaggio freebie freebies"
)
SENDING = _set("ship shipping delivery postage versand lieferung livraison verzending tracking")
AMONG_GIFTS = _set("with mit met avec con plus inkl incl including + &")
JOINS = _set("+ & and und et en y plus")
"""Before a quantity that follows another, these say that there are two."""
LEAST = _set("min partir starting minimum mindestens minimal mindestbestellung mindestmenge minimale moq")
LIMITS = _set("ab va from vanaf max maximum upto")
COMPARED = _set("for fur pour voor")
"""Between numbers: "3 for 2"."""

BEFORE_UNIT = _set("th of a an the d ' de von van einer eine een")
NOISE_UNITS = _set(
    "cm mm inch gb mb kb h hr hrs hour hours std stunden stunde heure heures uur uren day days tag tage tagen jour "
    "jours dag dagen week weeks woche wochen semaine semaines weken month months monat monate mois maand maanden year "
    "years yr yrs jahr jahre ans jaar min mins minutes minuten sec seconds star stars sterne etoiles sterren sale "
    "sales deal deals review reviews order orders hz watt seiten pages page paginas micron microns ppm percent "
    "prozent pct mah puffs customers bewertungen avis %"
)
BEFORE_COUNTS = _set("qty quantity anzahl aantal quantite cantidad")
BEFORE_NAMES = _set(
    "no nr nummer number numero # v version vol lvl level stufe type typ grade batch charge since seit depuis sinds "
    "class klasse gen generation series serie part chapter week woche semaine kw top edition season key tel phone "
    "whatsapp year"
)
"""A number after these counts nothing."""
ORDINALS = _set("st nd rd th er ere eme ieme e ste de")
STRENGTHS = _set("extract extrakt extrait extracts strong stronger potency stark starker filtered strength concentrate")
"""What stands after a strength: "20x extract"."""
RATES = _set("h hr hour std mol day tag jour dag stunde heure uur week")
MEASURING = _set("scale scales waage feinwaage digitalwaage weegschaal balance")
"""Things that are sold by what they can weigh."""
POWDERS = _set(
    "powder pulver poudre poeder polvo crystal crystals kristall kristalle kristallen kristal cristal cristaux "
    "crystalline shard shards rock rocks isolate freebase base flake flakes wax shatter distillate raw sample probe"
)
"""Of these a weight in milligrams is a portion, and not what one piece holds."""
SINGLE = _set("single per each 1 one ein eine un une een a an")

NOT_DESCRIBING = frozenset(
    {
        *GRAMS,
        *MILLILITRES,
        *MONEY_WORDS,
        *NOISE_UNITS,
        *_set("and with for per each from und mit et avec met fur pour voor para con free gratis plus pro"),
    }
)
TIMES = frozenset("x×*")
JOINTS = frozenset({"/", "|", "-", "–"})
CHOICES = frozenset({*JOINTS, ",", ";", "~", "—", "or", "to", "→", ">", "\\", "bis", "tot", "a", "ou", "oder", "up"})
