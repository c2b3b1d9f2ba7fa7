-- The desk of the administrator: how files are read, what is expected of sources, and what an
-- organisation says of itself.

-- A mapping of columns that somebody saved under a name, to read the next file by. kind: register,
-- roster. document: TOML, the same as a profile on the command line.
CREATE TABLE import_profiles (
  org_id TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  at BIGINT NOT NULL,
  removed_at BIGINT,
  PRIMARY KEY (org_id, profile_id)
);
CREATE INDEX import_profiles_name ON import_profiles (org_id, kind, name);

-- How often a source is expected to be heard, in minutes; nothing where nothing is expected.
ALTER TABLE feed_tokens ADD COLUMN expected_minutes BIGINT;

-- What every page of the organisation shows or obeys; its versions stand in policies.
ALTER TABLE organisations ADD COLUMN company_doctor TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN team_phones TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN smallest_count INTEGER NOT NULL DEFAULT 5;

-- The roles that somebody had before the last change of them, and when that was: to undo it, and to
-- tell who works on with a role that is gone what happened.
ALTER TABLE people ADD COLUMN roles_before TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN roles_at BIGINT NOT NULL DEFAULT 0;
