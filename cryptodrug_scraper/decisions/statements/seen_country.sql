-- From where the listings of an account are sent at the snapshots of some days, by the current derivation.
-- :market: code of the market.
-- :vendor: any name of the account.
-- :first_day: the first of the days; null: since ever.
-- :last_day: the last of them; null: for ever.

SELECT coalesce(array_agg(DISTINCT code ORDER BY code), '{}') AS origin_codes
FROM derived.current_part
JOIN derived.listing_state state USING (part_id)
JOIN derived.snapshot look USING (part_id, snapshot_id)
CROSS JOIN unnest(state.origin_codes) AS code
WHERE state.market = :market
  AND state.vendor IN (
      SELECT name.vendor FROM derived.account_name name
      JOIN derived.current_part USING (part_id)
      WHERE name.market = :market AND name.printed_name = :vendor)
  AND (look.first_at AT TIME ZONE 'UTC')::date BETWEEN coalesce(cast(:first_day AS date), '-infinity')
      AND coalesce(cast(:last_day AS date), 'infinity')
