-- What pages say of an account, in the order of time: one row per page.
-- :market: code of the market.
-- :name: the account's.

SELECT s.captured_at, s.seen_on, s.vendor_observation_id, s.capture_id, s.sales_count, s.rating_mean, s.rating_count,
  s.positive_share_pct, s.level, s.trust_level, s.is_trusted, t.origin_codes, s.member_since, s.last_active_on,
  s.is_banned, s.is_on_vacation, left(md5(s.profile), 8) AS profile_digest, s.pgp_fingerprint
FROM vendor_snapshot s LEFT JOIN vendor_trade t USING (vendor_observation_id)
WHERE s.market = :market AND s.vendor = :name ORDER BY s.captured_at
