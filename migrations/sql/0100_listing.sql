CREATE TABLE listing_observation (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    ordinal INTEGER NOT NULL,
    price_ordinal INTEGER,
    is_repeat BOOLEAN NOT NULL,
    listing_id TEXT,
    seen_on TEXT NOT NULL,
    title TEXT,
    is_title_cut BOOLEAN NOT NULL,
    vendor TEXT,
    category_id TEXT,
    category_path TEXT[],
    price_amount NUMERIC,
    price_currency TEXT,
    price_unit TEXT,
    order_min NUMERIC,
    order_max NUMERIC,
    ships_from_raw TEXT,
    ships_from_kind TEXT,
    origin_codes TEXT[],
    origin_excluded TEXT[],
    ships_to_raw TEXT,
    ships_to_kind TEXT,
    destination_codes TEXT[],
    destination_excluded TEXT[] NOT NULL,
    payment TEXT[],
    accepted_coins TEXT[],
    product_class TEXT,
    stock_count BIGINT,
    stock_is_unlimited BOOLEAN,
    sold_count BIGINT,
    sold_since DATE,
    sold_is_exact BOOLEAN,
    view_count BIGINT,
    is_on_vacation BOOLEAN,
    is_promoted BOOLEAN,
    description_sha256 BYTEA,
    terms_sha256 BYTEA,
    refund_policy_sha256 BYTEA,
    tags TEXT[],
    empty_fields TEXT[] NOT NULL,
    drug_class TEXT,
    substance TEXT,
    quantity_grams NUMERIC,
    quantity_units NUMERIC,
    quantity_unit TEXT,
    drug_class_source TEXT
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.listing_observation_unknown PARTITION OF listing_observation (
    CONSTRAINT listing_observation_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX listing_observation_listing_idx ON listing_observation (listing_id);
CREATE INDEX listing_observation_run_idx ON listing_observation (parse_run_id, listing_id);
COMMENT ON TABLE listing_observation IS
    'One row per place of a page that states a listing: a card in a list, or the listing''s own page. A page may state the same listing twice (is_repeat). Source: the parsers'' listing records.';
COMMENT ON COLUMN listing_observation.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN listing_observation.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN listing_observation.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN listing_observation.price_ordinal IS
    'Position of the price among the prices of the listing, from 0: listing_price has the others only. NULL: no list of prices is shown, or the price is not in it.';
COMMENT ON COLUMN listing_observation.is_repeat IS
    'True where the same page states the listing elsewhere, and better or earlier: count the other row.';
COMMENT ON COLUMN listing_observation.listing_id IS
    'The market''s own identifier of the listing. NULL: unreadable (see parse_issue).';
COMMENT ON COLUMN listing_observation.seen_on IS
    'card (one of a list) or page (the listing''s own).';
COMMENT ON COLUMN listing_observation.title IS
    'Title of the listing. NULL: empty or unreadable.';
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
    'Tags that the vendor gave the listing. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
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
    'What decided on drug_class: category (the market''s), title (its words), or category_words (those of a category that the taxonomy does not know). NULL: there is no class.';
