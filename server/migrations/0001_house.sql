-- The first schema: organisations, people, incidents, cases, and what follows from them.
-- The same text runs on SQLite and PostgreSQL. The data rules are in docs/ARCHITECTURE.md and
-- checked by the migration lint. Instants: milliseconds UTC. Dates: YYYY-MM-DD.

-- Reference tables: what must be known before the organisation is known.
CREATE TABLE installation (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
CREATE TABLE organisations (
  org_id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  language TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE logins (
  login TEXT NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL
);
CREATE TABLE feed_tokens (
  token_key TEXT NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  revoked_at BIGINT
);

-- Every table below belongs to one organisation.
CREATE TABLE people (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  roster_id TEXT NOT NULL,
  pseudonym TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  staff_group TEXT NOT NULL,
  line_manager_id TEXT,
  trained_until TEXT,
  roles TEXT NOT NULL,
  passphrase TEXT,
  paused_at BIGINT,
  active BOOLEAN NOT NULL,
  PRIMARY KEY (org_id, person_id)
);
CREATE UNIQUE INDEX people_roster ON people (org_id, roster_id);
CREATE INDEX people_name ON people (org_id, name, person_id);

CREATE TABLE private_ties (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  other_id TEXT NOT NULL,
  PRIMARY KEY (org_id, person_id, other_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE TABLE refused_supporters (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  supporter_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id, supporter_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);

CREATE TABLE shifts (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  unit TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id, unit, from_at),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX shifts_unit ON shifts (org_id, unit, from_at, until_at);

CREATE TABLE duty_periods (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id, from_at),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX duty_periods_at ON duty_periods (org_id, until_at, from_at);

CREATE TABLE policies (
  org_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  version BIGINT NOT NULL,
  effective TEXT NOT NULL,
  document TEXT NOT NULL,
  why TEXT NOT NULL,
  by_id TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, kind, version)
);

CREATE TABLE practical_help (
  org_id TEXT NOT NULL,
  help_id TEXT NOT NULL,
  label_nl TEXT NOT NULL,
  label_en TEXT NOT NULL,
  position INTEGER NOT NULL,
  active BOOLEAN NOT NULL,
  PRIMARY KEY (org_id, help_id)
);

-- state: stored, to-confirm, counted, dismissed
CREATE TABLE incidents (
  org_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  source TEXT NOT NULL,
  source_ref TEXT NOT NULL,
  at BIGINT NOT NULL,
  state TEXT NOT NULL,
  entry TEXT,
  certainty TEXT,
  record TEXT NOT NULL,
  reasons TEXT NOT NULL,
  list_version BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, incident_id)
);
CREATE UNIQUE INDEX incidents_source ON incidents (org_id, source, source_ref);
CREATE INDEX incidents_state ON incidents (org_id, state, at, incident_id);

CREATE TABLE pictures (
  org_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  source TEXT NOT NULL,
  people INTEGER NOT NULL,
  needs TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, incident_id),
  FOREIGN KEY (org_id, incident_id) REFERENCES incidents (org_id, incident_id)
);

CREATE TABLE exposures (
  org_id TEXT NOT NULL,
  exposure_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  incident_id TEXT,
  role TEXT NOT NULL,
  severity TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  PRIMARY KEY (org_id, exposure_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE UNIQUE INDEX exposures_once ON exposures (org_id, person_id, incident_id, role);
CREATE INDEX exposures_ledger ON exposures (org_id, person_id, from_at);
CREATE INDEX exposures_incident ON exposures (org_id, incident_id, person_id);

CREATE TABLE nudges (
  org_id TEXT NOT NULL,
  nudge_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  count INTEGER NOT NULL,
  span_days INTEGER NOT NULL,
  settled_at BIGINT,
  PRIMARY KEY (org_id, nudge_id)
);
CREATE UNIQUE INDEX nudges_once ON nudges (org_id, person_id, at);

CREATE TABLE cases (
  org_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  pseudonym TEXT NOT NULL,
  person_id TEXT NOT NULL,
  supporter_id TEXT,
  incident_id TEXT,
  step TEXT NOT NULL,
  opens_at BIGINT,
  due_at BIGINT NOT NULL,
  planned_at BIGINT,
  late_since BIGINT,
  handover BOOLEAN NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT,
  revision BIGINT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (org_id, case_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE UNIQUE INDEX cases_open ON cases (org_id, person_id) WHERE closed_at IS NULL;
CREATE INDEX cases_person ON cases (org_id, person_id, opened_at);
CREATE INDEX cases_supporter ON cases (org_id, supporter_id, closed_at, due_at, case_id);
CREATE INDEX cases_unassigned ON cases (org_id, opened_at, case_id) WHERE supporter_id IS NULL AND closed_at IS NULL;
CREATE INDEX cases_due ON cases (org_id, due_at, case_id) WHERE closed_at IS NULL;

CREATE TABLE case_incidents (
  org_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  PRIMARY KEY (org_id, case_id, incident_id),
  FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, case_id)
);
CREATE INDEX case_incidents_incident ON case_incidents (org_id, incident_id, case_id);

CREATE TABLE case_events (
  org_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor_id TEXT,
  what TEXT NOT NULL,
  PRIMARY KEY (org_id, case_id, revision),
  FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, case_id)
);

CREATE TABLE lights (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  state TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
-- No person stands here on purpose (R066): a unit needs a replacement, and nobody reads why.
CREATE TABLE replacements (
  org_id TEXT NOT NULL,
  replacement_id TEXT NOT NULL,
  unit TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  settled_at BIGINT,
  PRIMARY KEY (org_id, replacement_id)
);
CREATE INDEX replacements_open ON replacements (org_id, settled_at, from_at);

CREATE TABLE debriefings (
  org_id TEXT NOT NULL,
  debriefing_id TEXT NOT NULL,
  incident_id TEXT,
  supporter_id TEXT NOT NULL,
  held_at BIGINT NOT NULL,
  information_given BOOLEAN NOT NULL,
  offers INTEGER NOT NULL,
  PRIMARY KEY (org_id, debriefing_id)
);
CREATE INDEX debriefings_supporter ON debriefings (org_id, supporter_id, held_at);

CREATE TABLE quarantine (
  org_id TEXT NOT NULL,
  quarantine_id TEXT NOT NULL,
  source TEXT NOT NULL,
  digest TEXT NOT NULL,
  byte_from BIGINT NOT NULL,
  byte_to BIGINT NOT NULL,
  line BIGINT NOT NULL,
  reason TEXT NOT NULL,
  fields TEXT NOT NULL,
  at BIGINT NOT NULL,
  settled_at BIGINT,
  PRIMARY KEY (org_id, quarantine_id)
);
CREATE UNIQUE INDEX quarantine_place ON quarantine (org_id, digest, byte_from, byte_to);

CREATE TABLE sessions (
  org_id TEXT NOT NULL,
  session_key TEXT NOT NULL,
  person_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, session_key),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE TABLE invitations (
  org_id TEXT NOT NULL,
  invitation_key TEXT NOT NULL,
  person_id TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (org_id, invitation_key),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);

CREATE TABLE access_heads (
  org_id TEXT NOT NULL PRIMARY KEY,
  next_number BIGINT NOT NULL
);
-- Pseudonyms only: the mapping goes with the person or the case, the log stays.
CREATE TABLE access_log (
  org_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  place TEXT NOT NULL,
  cases TEXT NOT NULL,
  PRIMARY KEY (org_id, number)
);

CREATE TABLE access_cases (
  org_id TEXT NOT NULL,
  case_pseudonym TEXT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (org_id, case_pseudonym, number)
);

CREATE TABLE jobs (
  org_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  leased_until BIGINT NOT NULL,
  done_at BIGINT,
  failure TEXT,
  PRIMARY KEY (org_id, job_id)
);
CREATE INDEX jobs_due ON jobs (done_at, due_at, leased_until);
