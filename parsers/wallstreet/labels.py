"""
The words of the interface in its six languages, and what they mean.

English ones are known from scrapers and public pages. No page in another language is public: the other forms are what
the interface would say, several where there is a choice. A form that ends in ``…`` is the beginning of a label.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HEADINGS", "INDEX", "LANGUAGES", "LISTING", "PHRASES", "TABLES", "VENDOR", "WORDS", "Labels", "fold"]

LANGUAGES = ("de", "en", "es", "br", "it", "fr")
"""The interface's languages, in the order of its buttons; ``br`` is Portuguese."""

Forms = tuple[str, ...]


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a label without accents, case, surplus spaces and the colon after it."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(text.casefold().split()).strip(" :")


class Labels:
    """
    A table of labels and their meanings.

    Args:
        table: for each meaning, its forms in the languages of `LANGUAGES`, in that order.
    """

    def __init__(self, table: Mapping[str, tuple[Forms, ...]]) -> None:
        self.table = table
        self._exact: dict[str, str] = {}
        self._starts: list[tuple[str, str]] = []
        for meaning, languages in table.items():
            for form in (form for forms in languages for form in forms):
                if form.endswith("…"):
                    self._starts.append((fold(form[:-1]), meaning))
                else:
                    self._exact[fold(form)] = meaning

    def meaning(self, label: str) -> str | None:
        """Return the meaning of a label; None if it is unknown."""
        folded = fold(label)
        known = self._exact.get(folded)
        if known is None and self._starts:
            known = next((meaning for start, meaning in self._starts if folded.startswith(start)), None)
        return known

    def within(self, text: str) -> str | None:
        """Return the first meaning, in the table's order, of which a form occurs in a text; None if none does."""
        folded = fold(text)
        return next((meaning for form, meaning in self._exact.items() if form in folded), None)


LISTING = Labels({
    "ships_from": (("Versand aus", "Versendet aus", "Versandt aus"), ("Ships from", "Shipping from"),
                   ("Se envía desde", "Envío desde", "Envía desde"), ("Enviado de", "Envia de", "Envio de"),
                   ("Spedito da", "Spedisce da", "Spedizione da"), ("Expédié de", "Expédié depuis", "Envoi depuis")),
    "ships_to": (("Versand nach", "Versendet nach"), ("Ships to", "Shipping to"), ("Se envía a", "Envío a", "Envía a"),
                 ("Enviado para", "Envia para", "Envio para"), ("Spedito in", "Spedisce in", "Spedizione in"),
                 ("Expédié vers", "Envoi vers", "Expédition vers")),
    "payment": (("Zahlung", "Zahlungsart", "Bezahlung"), ("Payment", "Payment method"), ("Pago", "Forma de pago"),
                ("Pagamento", "Forma de pagamento"), ("Pagamento", "Metodo di pagamento"),
                ("Paiement", "Mode de paiement")),
    "auto_accept": (("Auto-Annahme", "Automatische Annahme"), ("Auto-Accept", "Auto Accept"),
                    ("Auto-aceptar", "Aceptación automática"), ("Auto-aceitar", "Aceitação automática"),
                    ("Auto-accetta", "Accettazione automatica"), ("Acceptation auto", "Acceptation automatique")),
    "digital": (("Digitales Gut", "Digitale Ware", "Digital"), ("Digital good", "Digital goods", "Digital"),
                ("Bien digital", "Producto digital", "Digital"), ("Bem digital", "Produto digital", "Digital"),
                ("Bene digitale", "Prodotto digitale", "Digitale"), ("Bien numérique", "Produit numérique")),
    "min_order": (("Mindestmenge pro Bestellung", "Minimale Menge pro Bestellung"), ("Minimum amount per order",),
                  ("Cantidad mínima por pedido",), ("Quantidade mínima por pedido",),
                  ("Quantità minima per ordine",), ("Quantité minimale par commande", "Quantité minimum par commande")),
    "max_order": (("Höchstmenge pro Bestellung", "Maximale Menge pro Bestellung"), ("Maximum amount per order",),
                  ("Cantidad máxima por pedido",), ("Quantidade máxima por pedido",), ("Quantità massima per ordine",),
                  ("Quantité maximale par commande", "Quantité maximum par commande")),
    "views": (("Aufrufe", "Ansichten"), ("Views",), ("Vistas", "Visitas"), ("Visualizações", "Visitas"),
              ("Visualizzazioni", "Visite"), ("Vues", "Affichages")),
    "stock": (("Menge auf Lager", "Auf Lager", "Lagerbestand", "Anzahl auf Lager"), ("Quantity in stock", "In stock"),
              ("Cantidad en stock", "Cantidad disponible", "En stock"), ("Quantidade em estoque", "Em estoque"),
              ("Quantità in magazzino", "Quantità disponibile", "In magazzino"), ("Quantité en stock",)),
    "sold": (("Bereits verkauft", "Verkauft"), ("Already sold", "Sold"), ("Ya vendido", "Ya vendidos", "Vendidos"),
             ("Já vendido", "Já vendidos", "Vendidos"), ("Già venduto", "Già venduti", "Venduti"),
             ("Déjà vendu", "Déjà vendus", "Vendus")),
    "country": (("Land",), ("Country",), ("País",), ("País",), ("Paese",), ("Pays",)),
    "replace_time": (("Umtauschzeit", "Ersatzzeit", "Austauschzeit"), ("Replace-Time", "Replace time"),
                     ("Tiempo de reemplazo", "Tiempo de reposición"), ("Tempo de substituição", "Tempo de troca"),
                     ("Tempo di sostituzione",), ("Délai de remplacement", "Temps de remplacement")),
    "category": (("Kategorie",), ("Category",), ("Categoría",), ("Categoria",), ("Categoria",), ("Catégorie",)),
})  # fmt: skip
"""Keys of a listing, whether before a colon, in bold or behind an icon."""

HEADINGS = Labels({
    "prices": (("Preise", "Preis"), ("Prices", "Price"), ("Precios", "Precio"), ("Preços", "Preço"),
               ("Prezzi", "Prezzo"), ("Prix",)),
    "shipping": (("Versandoptionen", "Versandarten"), ("Shipping Options", "Shipping"),
                 ("Opciones de envío", "Envío"), ("Opções de envio", "Envio"),
                 ("Opzioni di spedizione", "Spedizione"), ("Options de livraison", "Options d'expédition")),
    "feedback": (("Feedback", "Bewertungen"), ("Feedback", "Feedbacks", "Ratings"),
                 ("Comentarios", "Valoraciones", "Opiniones"), ("Feedback", "Avaliações", "Comentários"),
                 ("Feedback", "Recensioni", "Valutazioni"), ("Commentaires", "Évaluations", "Avis")),
})  # fmt: skip
"""Headings of the tables on the page of a listing."""

INDEX = Labels({
    "total": (("Angebote", "Ergebnisse", "Treffer", "Produkte", "Einträge"),
              ("Offers", "Results", "Products", "Listings", "Entries"),
              ("Ofertas", "Resultados", "Productos"), ("Ofertas", "Resultados", "Produtos"),
              ("Offerte", "Risultati", "Prodotti"), ("Offres", "Résultats", "Produits")),
})  # fmt: skip
"""Labels in the summary of a list."""

VENDOR = Labels({
    "last_online": (("Zuletzt online", "Zuletzt aktiv"), ("Last online", "Last seen"),
                    ("Última conexión", "Última vez en línea", "Última vez online"),
                    ("Última vez online", "Última conexão", "Visto por último"),
                    ("Ultimo accesso", "Ultima volta online"), ("Dernière connexion", "Dernière fois en ligne")),
    "member_since": (("Mitglied seit",), ("Member since",), ("Miembro desde",), ("Membro desde",),
                     ("Membro dal", "Iscritto dal", "Membro da"), ("Membre depuis",)),
    "buyer": (("Käufer-Statistik", "Käufer-Statistiken", "Käuferstatistik"), ("Buyer-Statistics", "Buyer statistics"),
              ("Estadísticas de comprador", "Estadísticas del comprador"),
              ("Estatísticas de comprador", "Estatísticas do comprador"),
              ("Statistiche acquirente", "Statistiche dell'acquirente"),
              ("Statistiques d'acheteur", "Statistiques de l'acheteur", "Statistiques acheteur")),
    "vendor": (("Händler-Statistik", "Händler-Statistiken", "Verkäufer-Statistik"),
               ("Vendor-Statistics", "Vendor statistics"),
               ("Estadísticas de vendedor", "Estadísticas del vendedor"),
               ("Estatísticas de vendedor", "Estatísticas do vendedor"),
               ("Statistiche venditore", "Statistiche del venditore"),
               ("Statistiques de vendeur", "Statistiques du vendeur", "Statistiques vendeur")),
    "completed_orders": (("Abgeschlossene Bestellungen",), ("Completed orders",), ("Pedidos completados",),
                         ("Pedidos concluídos", "Pedidos completados"), ("Ordini completati",),
                         ("Commandes terminées", "Commandes complétées")),
    "rated_orders": (("Bewertete Bestellungen",), ("Rated orders",), ("Pedidos valorados", "Pedidos calificados"),
                     ("Pedidos avaliados",), ("Ordini valutati",), ("Commandes évaluées", "Commandes notées")),
    "buyer_disputes": (("Streitfälle als Käufer…", "Beteiligt an Streitfällen als Käufer…"),
                       ("Disputes involved as buyer…", "Disputes involved (as buyer)…"),
                       ("Disputas como comprador…", "Disputas involucradas como comprador…"),
                       ("Disputas como comprador…", "Disputas envolvidas como comprador…"),
                       ("Dispute come acquirente…", "Controversie come acquirente…"),
                       ("Litiges en tant qu'acheteur…", "Litiges impliqués en tant qu'acheteur…")),
    "vendor_disputes": (("Streitfälle als Händler…", "Beteiligt an Streitfällen als Händler…"),
                        ("Disputes involved as vendor…", "Disputes involved (as vendor)…"),
                        ("Disputas como vendedor…", "Disputas involucradas como vendedor…"),
                        ("Disputas como vendedor…", "Disputas envolvidas como vendedor…"),
                        ("Dispute come venditore…", "Controversie come venditore…"),
                        ("Litiges en tant que vendeur…", "Litiges impliqués en tant que vendeur…")),
    "disputes": (("Streitfälle", "Beteiligt an Streitfällen"), ("Disputes involved", "Disputes"),
                 ("Disputas", "Disputas involucradas"), ("Disputas", "Disputas envolvidas"),
                 ("Dispute", "Controversie"), ("Litiges", "Litiges impliqués")),
    "rating": (("Durchschnittliche Bewertung", "Durchschnittsbewertung"), ("Average rating",),
               ("Valoración media", "Calificación media", "Puntuación media"), ("Avaliação média",),
               ("Valutazione media",), ("Note moyenne", "Évaluation moyenne")),
    "level": (("Händler-Level", "Verkäufer-Level", "Händlerlevel"), ("Vendor-Level", "Vendor level"),
              ("Nivel de vendedor", "Nivel del vendedor"), ("Nível de vendedor", "Nível do vendedor"),
              ("Livello venditore", "Livello del venditore"),
              ("Niveau vendeur", "Niveau de vendeur", "Niveau du vendeur")),
    "vendor_since": (("Händler seit", "Verkäufer seit"), ("Vendor since",), ("Vendedor desde",), ("Vendedor desde",),
                     ("Venditore dal", "Venditore da"), ("Vendeur depuis",)),
    "recent_rating": (("Bewertung der letzten…", "Bewertungen der letzten…"),
                      ("Rating of the last…", "Ratings of the last…"),
                      ("Valoración de los últimos…", "Valoración de las últimas…", "Valoración del último…"),
                      ("Avaliação dos últimos…", "Avaliação das últimas…", "Avaliação do último…"),
                      ("Valutazione degli ultimi…", "Valutazione delle ultime…", "Valutazione dell'ultimo…"),
                      ("Note des derniers…", "Note des dernières…", "Note du dernier…", "Évaluation des derniers…")),
    "orders": (("Offene/abgeschlossene Bestellungen", "Offene/Abgeschlossene Bestellungen"), ("Open/completed orders",),
               ("Pedidos abiertos/completados",), ("Pedidos abertos/concluídos", "Pedidos abertos/completados"),
               ("Ordini aperti/completati",), ("Commandes ouvertes/terminées", "Commandes en cours/terminées")),
})  # fmt: skip
"""Keys of a vendor's profile, and the headings between them."""

WORDS = Labels({
    "escrow": (("Treuhand", "Escrow"), ("Escrow",), ("Depósito en garantía", "Escrow"), ("Custódia", "Escrow"),
               ("Deposito a garanzia", "Escrow"), ("Séquestre", "Escrow")),
    "multisig": (("Multisig", "Multi-Sig"), ("Multisig", "Multi-Sig"), ("Multifirma", "Multisig"),
                 ("Multiassinatura", "Multisig"), ("Multifirma", "Multisig"), ("Multisignature", "Multisig")),
    "finalize_early": (("Finalize Early", "Frühe Finalisierung", "Vorzeitige Finalisierung", "FE"),
                       ("Finalize Early", "Early finalization", "Finalise Early", "FE"),
                       ("Finalización anticipada", "FE"), ("Finalização antecipada", "FE"),
                       ("Finalizzazione anticipata", "FE"), ("Finalisation anticipée", "FE")),
    "unlimited": (("Unbegrenzt", "Unendlich", "∞"), ("Unlimited", "Infinite", "∞"), ("Ilimitado", "Ilimitada", "∞"),
                  ("Ilimitado", "Ilimitada", "∞"), ("Illimitato", "Illimitata", "∞"), ("Illimité", "Illimitée", "∞")),
    "online": (("online", "gerade online"), ("online",), ("en línea", "conectado"), ("online", "on-line"),
               ("online", "in linea"), ("en ligne",)),
    "not_available": (("nicht verfügbar", "keine Angabe"), ("not available", "n/a"), ("no disponible",),
                      ("não disponível", "indisponível"), ("non disponibile",), ("non disponible", "indisponible")),
    "trusted": (("vertrauenswürdiger Händler", "vertrauenswürdiger Verkäufer", "Trusted Vendor"), ("trusted vendor",),
                ("vendedor de confianza",), ("vendedor confiável", "vendedor de confiança"),
                ("venditore fidato", "venditore affidabile"), ("vendeur de confiance",)),
    "level": (("Level", "Stufe"), ("Level",), ("Nivel",), ("Nível",), ("Livello",), ("Niveau",)),
    "experience": (("Exp", "Erf"), ("Exp", "XP"), ("Exp",), ("Exp",), ("Esp", "Exp"), ("Exp",)),
})  # fmt: skip
"""Words that are values, not labels."""

PHRASES = Labels({
    "exceptions": (("mit Ausnahmen", "mit Ausnahme von", "außer"), ("with Exceptions", "with Exception", "except"),
                   ("con excepciones", "con excepción de", "excepto"), ("com exceções", "com exceção de", "exceto"),
                   ("con eccezioni", "ad eccezione di", "eccetto", "tranne"),
                   ("avec exceptions", "avec des exceptions", "à l'exception de", "sauf")),
    "certain": (("bestimmte Länder", "bestimmten Ländern"), ("certain countries", "selected countries"),
                ("ciertos países", "determinados países"), ("certos países", "determinados países"),
                ("certi paesi", "alcuni paesi", "determinati paesi"), ("certains pays",)),
    "worldwide": (("weltweit", "in die ganze Welt"), ("worldwide", "world wide"), ("todo el mundo", "a nivel mundial"),
                  ("mundo inteiro", "todo o mundo", "mundialmente"), ("tutto il mondo", "in tutto il mondo"),
                  ("monde entier", "dans le monde entier")),
})  # fmt: skip
"""Phrases about destinations: a text may hold several, and the table's order says which one counts."""

TABLES = {
    "listing": LISTING,
    "headings": HEADINGS,
    "index": INDEX,
    "vendor": VENDOR,
    "words": WORDS,
    "phrases": PHRASES,
}
"""Every table of labels."""
