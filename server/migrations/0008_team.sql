-- The daily work of the team: tasks that are given to a supporter, an ambassador for each staff
-- group, how practical help changed, and which record a row that was set aside stood for.

-- Kinds and days only, no word about anybody (R104). about: a staff group, or ''.
-- state: open, done, returned, withdrawn
CREATE TABLE team_tasks (
  org_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  due_on TEXT NOT NULL,
  to_id TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  state TEXT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY (org_id, task_id),
  FOREIGN KEY (org_id, to_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX team_tasks_holder ON team_tasks (org_id, to_id, state, due_on);
CREATE INDEX team_tasks_state ON team_tasks (org_id, state, due_on);

-- Who keeps a finger on the pulse of a staff group (R049), and when the next check-in is. was_next
-- and was_held are what stood there before the last check-in, for taking it back.
CREATE TABLE ambassadors (
  org_id TEXT NOT NULL,
  staff_group TEXT NOT NULL,
  seat_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  every_days INTEGER NOT NULL,
  next_on TEXT NOT NULL,
  held_on TEXT,
  was_next TEXT,
  was_held TEXT,
  active BOOLEAN NOT NULL,
  PRIMARY KEY (org_id, staff_group),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX ambassadors_person ON ambassadors (org_id, person_id);

-- what: added, renamed, removed, restored, moved
CREATE TABLE help_changes (
  org_id TEXT NOT NULL,
  change_id TEXT NOT NULL,
  help_id TEXT NOT NULL,
  what TEXT NOT NULL,
  label_nl TEXT NOT NULL,
  label_en TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, change_id)
);
CREATE INDEX help_changes_at ON help_changes (org_id, at);

-- The incident's number, where the row showed it and it may be kept: the record that is read later.
ALTER TABLE quarantine ADD COLUMN source_ref TEXT;
-- How it was settled: read, not-needed.
ALTER TABLE quarantine ADD COLUMN settled_how TEXT NOT NULL DEFAULT '';
CREATE INDEX quarantine_waiting ON quarantine (org_id, settled_at, at);
