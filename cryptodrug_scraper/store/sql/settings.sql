-- How questions to the database are planned, by whatever program asks them.

DO $$
BEGIN
    -- Without this, a join is made of all months before those asked for are chosen.
    EXECUTE format('ALTER DATABASE %I SET enable_partitionwise_join = on', current_database());
    -- Two views together are often more tables than the eight that the planner puts in the best order by itself: without
    -- this it takes whole tables together before it looks at what was asked for.
    EXECUTE format('ALTER DATABASE %I SET join_collapse_limit = 12', current_database());
    EXECUTE format('ALTER DATABASE %I SET from_collapse_limit = 12', current_database());
    EXECUTE format('ALTER DATABASE %I SET geqo_threshold = 13', current_database());
    -- Days that are parameters of a prepared question choose the months that are read when it is planned: without this one
    -- plan for all days, which reads all months, is made after the fifth time.
    EXECUTE format('ALTER DATABASE %I SET plan_cache_mode = force_custom_plan', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- the database is another's; the program's own connections set it
END
$$;
