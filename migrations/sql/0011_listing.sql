-- Offers as pages state them, without what the reading of the page says (parse_run).

CREATE TABLE listing_observation (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    ordinal integer NOT NULL,
    price_ordinal integer,
    is_repeat boolean NOT NULL,
    listing_id text,
    seen_on text NOT NULL,
    title text,
    is_title_cut boolean NOT NULL,
    vendor text,
    category_id text,
    category_path text[],
    price_amount numeric,
    price_currency text,
    price_unit text,
    order_min numeric,
    order_max numeric,
    ships_from_raw text,
    ships_from_kind text,
    origin_codes text[],
    origin_excluded text[],
    ships_to_raw text,
    ships_to_kind text,
    destination_codes text[],
    destination_excluded text[] NOT NULL,
    payment text[],
    accepted_coins text[],
    product_class text,
    stock_count bigint,
    stock_is_unlimited boolean,
    sold_count bigint,
    sold_since date,
    sold_is_exact boolean,
    view_count bigint,
    is_on_vacation boolean,
    is_promoted boolean,
    description_sha256 bytea,
    terms_sha256 bytea,
    refund_policy_sha256 bytea,
    tags text[],
    empty_fields text[] NOT NULL,
    drug_class text,
    substance text,
    quantity_grams numeric,
    quantity_units numeric,
    quantity_unit text,
    drug_class_source text
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.listing_observation_unknown PARTITION OF listing_observation (
    CONSTRAINT listing_observation_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

CREATE INDEX listing_observation_run_idx ON listing_observation (parse_run_id);
CREATE INDEX listing_observation_listing_idx ON listing_observation (listing_id);

COMMENT ON TABLE listing_observation IS
    'One row per place of a page that states an offer: a card in a list, or the offer''s own page. A page may state the same offer twice (is_repeat). Source: the parsers'' listing records.';
COMMENT ON COLUMN listing_observation.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN listing_observation.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN listing_observation.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN listing_observation.price_ordinal IS
    'Position of the price among the prices of the offer, from 0: listing_price has the others only. NULL: no list of prices is shown, or the price is not in it.';
COMMENT ON COLUMN listing_observation.is_repeat IS
    'True where the same page states the offer elsewhere, and better or earlier: count the other row.';
COMMENT ON COLUMN listing_observation.listing_id IS
    'The market''s own identifier of the offer. NULL: unreadable (see parse_issue).';
COMMENT ON COLUMN listing_observation.seen_on IS
    'card (one of a list) or page (the offer''s own).';
COMMENT ON COLUMN listing_observation.title IS
    'Title of the offer. NULL: empty or unreadable.';
COMMENT ON COLUMN listing_observation.is_title_cut IS
    'Whether the page shows the title cut short.';
COMMENT ON COLUMN listing_observation.vendor IS
    'Name of the account that offers it. Personal data. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.category_id IS
    'The market''s own identifier of the category. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.category_path IS
    'Names of the market''s categories, outermost first. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.price_amount IS
    'Price of one unit in price_currency: the fiat price where one is shown, else the coin''s. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.price_currency IS
    'Currency of price_amount: ISO 4217, or BTC, BCH, XMR, LTC. NULL: there is no price.';
COMMENT ON COLUMN listing_observation.price_unit IS
    'What the price is for, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.order_min IS
    'Smallest quantity of one order, in units. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.order_max IS
    'Largest quantity of one order, in units. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.ships_from_raw IS
    'Origin as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.ships_from_kind IS
    'What the origin is: country, multi, region, world, digital or unknown. NULL: there is no origin.';
COMMENT ON COLUMN listing_observation.origin_codes IS
    'Set of origins: ISO 3166-1 alpha-2 and region names, sorted; empty if none could be read. NULL: there is no origin.';
COMMENT ON COLUMN listing_observation.origin_excluded IS
    'Places that the origin names as excluded, sorted. NULL: there is no origin.';
COMMENT ON COLUMN listing_observation.ships_to_raw IS
    'Destination as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.ships_to_kind IS
    'What the destination is: country, multi, region, world, digital or unknown. NULL: there is none.';
COMMENT ON COLUMN listing_observation.destination_codes IS
    'Set of destinations in the destination field, sorted; an exclusion wins over them. NULL: there is no such field.';
COMMENT ON COLUMN listing_observation.destination_excluded IS
    'Set of destinations that the field or the free text rules out, sorted (listing_exclusion: the words).';
COMMENT ON COLUMN listing_observation.payment IS
    'Ways of payment among escrow, finalize_early and multisig; empty where none of them is offered. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.accepted_coins IS
    'Coins that are accepted. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.product_class IS
    'physical or digital. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.stock_count IS
    'Units left; 0 is sold out. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.stock_is_unlimited IS
    'Whether the stock is shown as unlimited. NULL: the page does not say so.';
COMMENT ON COLUMN listing_observation.sold_count IS
    'Running count of sales; see sold_is_exact. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.sold_since IS
    'Day from which sold_count counts. NULL: the page does not say.';
COMMENT ON COLUMN listing_observation.sold_is_exact IS
    'False where the market rounds sold_count, which is then a lower bound. NULL: not known, or no count.';
COMMENT ON COLUMN listing_observation.view_count IS
    'Running count of views. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.is_on_vacation IS
    'Whether the vendor is shown as away. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.is_promoted IS
    'Whether the card is an advertisement. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.description_sha256 IS
    'Digest of the description (text). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.terms_sha256 IS
    'Digest of the terms (text). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.refund_policy_sha256 IS
    'Digest of the refund policy (text). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.tags IS
    'Tags that the vendor gave the offer. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN listing_observation.empty_fields IS
    'Fields that the page shows without a value, or whose value could not be read (then parse_issue names them); a list shown without entries too. What is NULL and not named here is not shown.';
COMMENT ON COLUMN listing_observation.drug_class IS
    'Class of drug in the common taxonomy. Derived from the listing''s words and category. NULL: they do not say.';
COMMENT ON COLUMN listing_observation.substance IS
    'Substance within the class. Derived from the listing''s words and category. NULL: they do not say.';
COMMENT ON COLUMN listing_observation.quantity_grams IS
    'Weight offered, in grams as sold. Derived from the listing''s words and category. NULL: they do not say.';
COMMENT ON COLUMN listing_observation.quantity_units IS
    'Number of countable units offered. Derived from the listing''s words and category. NULL: they do not say.';
COMMENT ON COLUMN listing_observation.quantity_unit IS
    'What quantity_units counts, such as pill. Derived from the listing''s words and category. NULL: they do not say.';
COMMENT ON COLUMN listing_observation.drug_class_source IS
    'What decided on drug_class: category (the market''s), title (its words), or category_words (those of a category that the taxonomy does not know). NULL: there is no class, or it was read before this was noted.';

CREATE TABLE listing_price (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    listing_ordinal integer NOT NULL,
    ordinal integer NOT NULL,
    amount numeric NOT NULL,
    currency text NOT NULL
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.listing_price_unknown PARTITION OF listing_price (
    CONSTRAINT listing_price_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

CREATE INDEX listing_price_run_idx ON listing_price (parse_run_id);

COMMENT ON TABLE listing_price IS
    'One row per price that a statement of an offer shows for one unit, one per currency, without the one that is listing_observation.price_amount. Source: listing.prices.';
COMMENT ON COLUMN listing_price.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN listing_price.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN listing_price.listing_ordinal IS
    'The record that it is a part of: listing_observation.ordinal of the same reading.';
COMMENT ON COLUMN listing_price.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN listing_price.amount IS
    'Price of one unit, in currency.';
COMMENT ON COLUMN listing_price.currency IS
    'ISO 4217 code, or BTC, BCH, XMR, LTC.';

CREATE TABLE price_tier (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    listing_ordinal integer NOT NULL,
    ordinal integer NOT NULL,
    min_quantity numeric NOT NULL,
    max_quantity numeric,
    unit text,
    price_amount numeric,
    price_currency text
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.price_tier_unknown PARTITION OF price_tier (
    CONSTRAINT price_tier_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

CREATE INDEX price_tier_run_idx ON price_tier (parse_run_id);

COMMENT ON TABLE price_tier IS
    'One row per step of the bulk prices of an offer, as one page states it. Source: listing.price_tiers.';
COMMENT ON COLUMN price_tier.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN price_tier.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN price_tier.listing_ordinal IS
    'The record that it is a part of: listing_observation.ordinal of the same reading.';
COMMENT ON COLUMN price_tier.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN price_tier.min_quantity IS
    'Smallest quantity that has this price, in units.';
COMMENT ON COLUMN price_tier.max_quantity IS
    'Largest quantity, in units. NULL: no upper end.';
COMMENT ON COLUMN price_tier.unit IS
    'The unit, as printed. NULL: not shown.';
COMMENT ON COLUMN price_tier.price_amount IS
    'Price of one unit, in price_currency. NULL: shown without a price, or unreadable.';
COMMENT ON COLUMN price_tier.price_currency IS
    'Currency of price_amount. NULL: there is no price.';

CREATE TABLE shipping_option (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    listing_ordinal integer NOT NULL,
    ordinal integer NOT NULL,
    label text NOT NULL,
    days numeric,
    price_amount numeric,
    price_currency text,
    per text
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.shipping_option_unknown PARTITION OF shipping_option (
    CONSTRAINT shipping_option_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

CREATE INDEX shipping_option_run_idx ON shipping_option (parse_run_id);

COMMENT ON TABLE shipping_option IS
    'One row per way of delivery of an offer, as one page states it. Source: listing.shipping_options.';
COMMENT ON COLUMN shipping_option.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN shipping_option.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN shipping_option.listing_ordinal IS
    'The record that it is a part of: listing_observation.ordinal of the same reading.';
COMMENT ON COLUMN shipping_option.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN shipping_option.label IS
    'What the vendor calls it.';
COMMENT ON COLUMN shipping_option.days IS
    'Days that it takes. NULL: not shown, or shown empty.';
COMMENT ON COLUMN shipping_option.price_amount IS
    'Surcharge, in price_currency. NULL: shown without a price, or unreadable.';
COMMENT ON COLUMN shipping_option.price_currency IS
    'Currency of price_amount. NULL: there is no price.';
COMMENT ON COLUMN shipping_option.per IS
    'What the surcharge is for, such as order. NULL: not shown.';

CREATE TABLE listing_exclusion (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    listing_ordinal integer NOT NULL,
    ordinal integer NOT NULL,
    code text NOT NULL,
    source text NOT NULL,
    text_field text,
    span text,
    CONSTRAINT source_word CHECK (source IN ('field', 'text'))
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.listing_exclusion_unknown PARTITION OF listing_exclusion (
    CONSTRAINT listing_exclusion_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

CREATE INDEX listing_exclusion_run_idx ON listing_exclusion (parse_run_id);

COMMENT ON TABLE listing_exclusion IS
    'One row per destination that a statement of an offer rules out, in the field or in its free text; where it rules out a place twice, count the first. The sets of places are in listing_observation. Source: listing.excluded_in_field, listing.excluded_in_text.';
COMMENT ON COLUMN listing_exclusion.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN listing_exclusion.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN listing_exclusion.listing_ordinal IS
    'The record that it is a part of: listing_observation.ordinal of the same reading.';
COMMENT ON COLUMN listing_exclusion.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN listing_exclusion.code IS
    'ISO 3166-1 alpha-2 code, or a region: EU, EUROPE, ASIA, WORLD …';
COMMENT ON COLUMN listing_exclusion.source IS
    'field (ships to) or text (the vendor''s own words).';
COMMENT ON COLUMN listing_exclusion.text_field IS
    'Field whose text says so: title, description, terms, refund_policy. NULL: from a field.';
COMMENT ON COLUMN listing_exclusion.span IS
    'The words of the text that say so. NULL: from a field.';
