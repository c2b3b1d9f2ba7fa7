-- Shifts and duties that the desk changes by hand, beside the roster that comes by file.
--
-- hand_id: the change in which somebody last touched the row; empty for what a file told. A file
-- leaves such a row alone. removed: taken out by hand; it stays, so that no file brings it back.
-- The columns that end in _before say how the row stood, so that one change can be undone.
ALTER TABLE shifts ADD COLUMN hand_id TEXT NOT NULL DEFAULT '';
ALTER TABLE shifts ADD COLUMN removed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE shifts ADD COLUMN hand_before TEXT NOT NULL DEFAULT '';
ALTER TABLE shifts ADD COLUMN removed_before BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE shifts ADD COLUMN until_before BIGINT NOT NULL DEFAULT 0;
CREATE INDEX shifts_at ON shifts (org_id, from_at);
CREATE INDEX shifts_hand ON shifts (org_id, hand_id);
ALTER TABLE duty_periods ADD COLUMN hand_id TEXT NOT NULL DEFAULT '';
ALTER TABLE duty_periods ADD COLUMN removed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE duty_periods ADD COLUMN hand_before TEXT NOT NULL DEFAULT '';
ALTER TABLE duty_periods ADD COLUMN removed_before BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE duty_periods ADD COLUMN until_before BIGINT NOT NULL DEFAULT 0;
CREATE INDEX duty_periods_hand ON duty_periods (org_id, hand_id);
