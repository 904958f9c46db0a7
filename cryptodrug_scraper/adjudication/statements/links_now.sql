-- What the current derivation tells of the items of samples that are pairs of accounts, without what people decided.

SELECT item.sample_id::text, item.ordinal, min(link.decision) AS decision
FROM adjudication_item item
JOIN derived.account_link link
    ON link.market_a = item.subject -> 'first' ->> 'market' AND link.vendor_a = item.subject -> 'first' ->> 'vendor'
    AND link.market_b = item.subject -> 'second' ->> 'market' AND link.vendor_b = item.subject -> 'second' ->> 'vendor'
JOIN derived.current_part USING (part_id)
WHERE item.kind = 'link' AND link.evidence <> 'decision'
GROUP BY item.sample_id, item.ordinal
