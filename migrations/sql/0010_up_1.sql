-- Menus and tables of rates, each stored once; parse_run refers to them.

DROP VIEW research.exchange_rate;
ALTER TABLE category_count RENAME TO category_count_of_page;
ALTER TABLE exchange_rate RENAME TO exchange_rate_of_page;

CREATE TABLE category_count (
    menu_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    category_id text NOT NULL,
    category_path text[] NOT NULL,
    listing_count bigint,
    CONSTRAINT category_count_pkey PRIMARY KEY (menu_id, ordinal)
);

COMMENT ON TABLE category_count IS
    'One row per category in a menu; pages that show the same menu share it (parse_run.menu_id). Source: the parsers'' category records.';
COMMENT ON COLUMN category_count.menu_id IS
    'Identifier made of all that the menu says: the same on any machine.';
COMMENT ON COLUMN category_count.ordinal IS
    'Position in the menu, from 0.';
COMMENT ON COLUMN category_count.category_id IS
    'The market''s own identifier of the category.';
COMMENT ON COLUMN category_count.category_path IS
    'Names of the market''s categories, outermost first.';
COMMENT ON COLUMN category_count.listing_count IS
    'Offers in it, as the menu prints. NULL: not shown, shown empty, or unreadable.';

CREATE TABLE exchange_rate (
    rate_table_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    base text NOT NULL,
    quote text NOT NULL,
    rate numeric,
    CONSTRAINT exchange_rate_pkey PRIMARY KEY (rate_table_id, ordinal)
);

COMMENT ON TABLE exchange_rate IS
    'One row per line of a table of exchange rates; where it has a pair twice, count the first. Pages that show the same table share it (parse_run.rate_table_id). Source: the parsers'' exchange_rate records.';
COMMENT ON COLUMN exchange_rate.rate_table_id IS
    'Identifier made of all that the table of rates says: the same on any machine.';
COMMENT ON COLUMN exchange_rate.ordinal IS
    'Position in the table of rates, from 0.';
COMMENT ON COLUMN exchange_rate.base IS
    'The currency that is priced: ISO 4217, or BTC, BCH, XMR, LTC.';
COMMENT ON COLUMN exchange_rate.quote IS
    'The currency that it is priced in.';
COMMENT ON COLUMN exchange_rate.rate IS
    'Units of quote for one unit of base. NULL: unreadable.';

ALTER TABLE parse_run ADD COLUMN menu_id uuid, ADD COLUMN rate_table_id uuid;

COMMENT ON COLUMN parse_run.menu_id IS
    'The menu of categories that the page shows (category_count). NULL: it shows none.';
COMMENT ON COLUMN parse_run.rate_table_id IS
    'The table of rates that the page shows (exchange_rate). NULL: it shows none.';

-- Which readings have rows that say the same, and one reading of each such set.

CREATE TEMP TABLE menu_content ON COMMIT DROP AS
SELECT
    parse_run_id,
    sha256(convert_to(string_agg(
        row(category_id, category_path, listing_count)::text, '' ORDER BY ordinal), 'UTF8')) AS content
FROM category_count_of_page
GROUP BY parse_run_id;

CREATE TEMP TABLE rate_table_content ON COMMIT DROP AS
SELECT
    parse_run_id,
    sha256(convert_to(string_agg(row(base, quote, rate)::text, '' ORDER BY ordinal), 'UTF8')) AS content
FROM exchange_rate_of_page
GROUP BY parse_run_id;

CREATE TEMP TABLE menu_example ON COMMIT DROP AS
SELECT DISTINCT ON (content) content, parse_run_id FROM menu_content ORDER BY content, parse_run_id;

CREATE TEMP TABLE rate_table_example ON COMMIT DROP AS
SELECT DISTINCT ON (content) content, parse_run_id FROM rate_table_content ORDER BY content, parse_run_id;

CREATE TEMP TABLE menu_name (content bytea, menu_id uuid) ON COMMIT DROP;
CREATE TEMP TABLE rate_table_name (content bytea, rate_table_id uuid) ON COMMIT DROP;

ANALYZE menu_content, rate_table_content, menu_example, rate_table_example;
