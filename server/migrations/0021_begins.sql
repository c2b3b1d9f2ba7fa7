-- A document is adopted from a day on; until then it waits and can be withdrawn.

-- When the version begins, in milliseconds UTC: the start of its day in the organisation's zone.
-- Zero is at once, as everything did that was published before.
ALTER TABLE policies ADD COLUMN begins_at BIGINT NOT NULL DEFAULT 0;
-- Since when, and by whom, it is withdrawn: such a version never was in force. Its number is spent.
ALTER TABLE policies ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE policies ADD COLUMN withdrawn_by TEXT;
