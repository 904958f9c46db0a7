CREATE TABLE listing_exclusion (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    listing_ordinal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    code TEXT NOT NULL,
    source TEXT NOT NULL,
    text_field TEXT,
    span TEXT,
    CONSTRAINT source_word CHECK (source IN ('field', 'text'))
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.listing_exclusion_unknown PARTITION OF listing_exclusion (
    CONSTRAINT listing_exclusion_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX listing_exclusion_run_idx ON listing_exclusion (parse_run_id);
COMMENT ON TABLE listing_exclusion IS
    'One row per destination that a statement of a listing rules out, in the field or in its free text; where it rules out a place twice, count the first. The sets of places are in listing_observation. Source: listing.excluded_in_field, listing.excluded_in_text.';
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

CREATE TABLE listing_price (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    listing_ordinal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    amount NUMERIC NOT NULL,
    currency TEXT NOT NULL
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.listing_price_unknown PARTITION OF listing_price (
    CONSTRAINT listing_price_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX listing_price_run_idx ON listing_price (parse_run_id);
COMMENT ON TABLE listing_price IS
    'One row per price that a statement of a listing shows for one unit, one per currency, without the one that is listing_observation.price_amount. Source: listing.prices.';
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
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    listing_ordinal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    min_quantity NUMERIC NOT NULL,
    max_quantity NUMERIC,
    unit TEXT,
    price_amount NUMERIC,
    price_currency TEXT
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.price_tier_unknown PARTITION OF price_tier (
    CONSTRAINT price_tier_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX price_tier_run_idx ON price_tier (parse_run_id);
COMMENT ON TABLE price_tier IS
    'One row per step of the bulk prices of a listing, as one page states it. Source: listing.price_tiers.';
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
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    listing_ordinal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    label TEXT NOT NULL,
    days NUMERIC,
    price_amount NUMERIC,
    price_currency TEXT,
    per TEXT
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.shipping_option_unknown PARTITION OF shipping_option (
    CONSTRAINT shipping_option_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX shipping_option_run_idx ON shipping_option (parse_run_id);
COMMENT ON TABLE shipping_option IS
    'One row per way of delivery of a listing, as one page states it. Source: listing.shipping_options.';
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
