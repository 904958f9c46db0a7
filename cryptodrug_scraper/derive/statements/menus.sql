-- Menus of categories: one row per menu that a page of the market shows, and entry.
-- :market: code of the market.

SELECT menu.menu_id::text, menu.ordinal, array_to_string(menu.category_path, '/') AS category_path,
    menu.listing_count
FROM category_count menu
WHERE menu.menu_id IN (SELECT run.menu_id FROM counted_reading run WHERE run.market = :market)
