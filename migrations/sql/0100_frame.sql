CREATE TABLE category_count (
    menu_id UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    category_id TEXT NOT NULL,
    category_path TEXT[] NOT NULL,
    listing_count BIGINT,
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
    'Listings in it, as the menu prints. NULL: not shown, shown empty, or unreadable.';

CREATE TABLE exchange_rate (
    rate_table_id UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    base TEXT NOT NULL,
    quote TEXT NOT NULL,
    rate NUMERIC,
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
