-- A list is tried on history, and a document is adopted from a day on.

-- When the version begins, in milliseconds UTC: the start of its day in the organisation's zone.
-- Zero is at once, as everything did that was published before. Until then it can be withdrawn.
ALTER TABLE policies ADD COLUMN begins_at BIGINT NOT NULL DEFAULT 0;
-- Since when, and by whom, it is withdrawn: such a version never was in force. Its number is spent.
ALTER TABLE policies ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE policies ADD COLUMN withdrawn_by TEXT;

-- The last trial of a list over history: one of each organisation, another takes its place.
-- state: running, done, failed, cancelled. What it comes to counts events, never people.
CREATE TABLE list_trials (
  org_id TEXT NOT NULL,
  trial_id TEXT NOT NULL,
  by_id TEXT NOT NULL,
  state TEXT NOT NULL,
  -- What it looks at: stored:<days>, lines, or the name of the layout of a file.
  looks_at TEXT NOT NULL,
  -- The version that it is laid beside, the draft, and when that was last changed.
  against BIGINT NOT NULL,
  document TEXT NOT NULL,
  drafted_at BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  -- The last sign of life of the process that runs it.
  alive_at BIGINT NOT NULL,
  ended_at BIGINT,
  -- Events or bytes.
  done BIGINT NOT NULL,
  whole BIGINT NOT NULL,
  problem TEXT,
  outcome TEXT,
  PRIMARY KEY (org_id)
);
