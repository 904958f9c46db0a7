-- By what a reader looks derived rows up: an account, a listing, a market in the order of time.
CREATE INDEX sale_vendor_idx ON derived.sale (vendor);
CREATE INDEX sale_listing_idx ON derived.sale (listing_id);
CREATE INDEX sale_time_idx ON derived.sale (market, occurred_from);
CREATE INDEX listing_state_listing_idx ON derived.listing_state (listing_id);
CREATE INDEX vendor_state_vendor_idx ON derived.vendor_state (vendor);
-- The middle of the time in which a rating was left chooses the sales of a window: without this the planner takes any window
-- for a two hundredth of all sales.
CREATE STATISTICS derived.sale_middle ON (occurred_from + (occurred_to - occurred_from) / 2) FROM derived.sale;
