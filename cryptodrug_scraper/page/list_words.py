"""Words for the pages of a list and for what it holds, in the languages that readers know."""

__all__ = ["COUNTED_WORDS", "LISTED_WORDS", "PAGE_WORDS"]

PAGE_WORDS = (
    *("page", "pages", "pagination", "seite", "seiten", "pagina", "paginas", "pagine", "página", "páginas"),
    *("paginação", "paginación", "paginazione", "paginering", "pág", "pg", "side", "sida", "stron", "strona"),
    *("strony", "stronie", "stronę", "sivu", "sivua", "sivulla", "sivuista"),
    *("страница", "страницы", "стр", "сторінка", "сторінки"),
    *("stránka", "stránky", "stránek", "stránce", "stránku"),
    *("strana", "strany", "stran", "strane", "stranica", "stranice", "stranici", "страна", "oldal", "oldala", "pagini"),
    *("σελίδα", "σελιδα", "σελίδες", "σελ", "sayfa", "sayfası", "leht", "lehekülg", "lapa", "lappuse", "puslapis"),
)
"""Words for the page of a list."""
LISTED_WORDS = (
    *("result", "results", "offer", "offers", "listing", "listings", "item", "items", "product", "products"),
    *("review", "reviews", "rating", "ratings", "feedback", "feedbacks", "treffer", "treffern", "ergebnis"),
    *("ergebnisse", "ergebnissen", "angebot", "angebote", "angeboten", "artikel"),
    *("artikeln", "bewertungen", "resultaten", "aanbiedingen", "advertenties", "beoordelingen", "résultat"),
    *("résultats", "annonce", "annonces", "offre", "offres", "article", "articles", "avis", "évaluation"),
    *("évaluations", "resultado", "resultados", "oferta", "ofertas", "anuncio", "anuncios", "anúncio"),
    *("anúncios", "producto", "productos", "produto", "produtos", "avaliacão", "reseña", "reseñas", "opinión"),
    *("avaliacões", "avaliação", "avaliações", "opiniones", "valoracion", "valoraciones", "risultati", "offerte"),
    *("annunci", "prodotti", "recensioni", "giudizi", "valutazioni"),
    *("resultater", "annoncer", "varer", "tilbud", "anmeldelser"),
    *("товаров", "товара", "товары", "отзывов", "отзыва", "отзывы", "предложений", "найдено", "результатов"),
    *("товарів", "відгуків", "знайдено"),
    *("resultat", "annonser", "varor", "omdömen", "wyniki", "wyników", "ofert", "oferty", "opini", "opinie", "opinii"),
    *("výsledků", "výsledky", "výsledek", "nabídek", "nabídky", "položek", "položky", "produktů", "produkty"),
    *("inzerátů", "inzeráty", "recenzí", "recenze", "výsledkov", "ponúk", "ponuky", "položiek", "produktov"),
    *("inzerátov", "recenzií", "recenzie", "rezultate", "oferte", "produse", "articole", "recenzii", "evaluări"),
    *("anunțuri", "calificative", "találat", "találatok", "ajánlatok", "hirdetések", "termékek", "értékelések"),
    *("rezultata", "rezultati", "ponude", "proizvoda", "proizvodi", "oglasa", "oglasi", "ocjene", "recenzije"),
    *("recenzija", "artikala", "stavki", "rezultatov", "ponudb", "izdelkov", "izdelki", "oglasov", "mnenj", "ocene"),
    *("резултата", "резултати", "оферти", "обяви", "продукта", "продукти", "отзива", "отзиви", "оценки", "мнения"),
    *("артикула", "понуда", "понуде", "огласа", "производа", "αποτελέσματα", "προσφορές", "προϊόντα", "αγγελίες"),
    *("αξιολογήσεις", "κριτικές", "sonuç", "ürün", "tulemust", "toodet", "kuulutust", "pakkumist"),
    *("hinnangut", "arvustust", "rezultāti", "rezultātu", "preces", "piedāvājumi", "sludinājumi", "atsauksmes"),
    *("rezultatai", "rezultatų", "prekės", "prekių", "pasiūlymai", "skelbimai", "skelbimų", "atsiliepimai"),
    *("atsiliepimų", "результатів", "пропозицій"),
)
"""Words for what a list holds: offers, goods, ratings."""
COUNTED_WORDS = (
    *("hodnocení", "hodnotení", "nabídka", "ponuka", "ponuda", "ocjena", "ocena", "ajánlat", "hirdetés", "termék"),
    *("értékelés", "vélemény", "tétel", "değerlendirme", "yorum", "teklif", "ilan"),
)
"""The same, of words that are one rating or offer as well, so that a number behind them is something else."""
