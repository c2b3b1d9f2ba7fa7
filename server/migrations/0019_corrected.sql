-- Sources correct what they told: events that go on in another, and exposures that no longer hold.

-- The number of the event of the same source that goes on in this one's place.
ALTER TABLE incidents ADD COLUMN merged_into TEXT;
CREATE INDEX incidents_merged ON incidents (org_id, source, merged_into) WHERE merged_into IS NOT NULL;

-- When a correction of the source took away why somebody was found to be part of an event: since then
-- it weighs on nobody. The row stays, because somebody may have been called.
ALTER TABLE exposures ADD COLUMN gone_at BIGINT;
