-- Who supports whom: profiles, wishes, load and its caps, many people at once.

-- What a supporter says of oneself. Only shown to colleagues while `shown`; matching reads it always.
-- languages and lines: codes separated by a new line. gender: empty unless the supporter says it.
CREATE TABLE supporter_profiles (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  languages TEXT NOT NULL,
  lines TEXT NOT NULL,
  gender TEXT NOT NULL,
  about TEXT NOT NULL,
  shown BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);

-- What a colleague asked for in a supporter, without a reason. It goes when the path closes, and
-- after a short while where there is none.
CREATE TABLE supporter_wishes (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  chosen_id TEXT,
  language TEXT NOT NULL,
  gender TEXT NOT NULL,
  line TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);

-- Many cases given at once, so that it can be taken back while nobody was called.
CREATE TABLE assignments (
  org_id TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (org_id, assignment_id)
);
CREATE INDEX assignments_incident ON assignments (org_id, incident_id, at);
CREATE TABLE assigned_cases (
  org_id TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  supporter_id TEXT NOT NULL,
  wave TEXT NOT NULL,
  -- The revision that the case had after it: unchanged since means that nothing happened on it.
  revision BIGINT NOT NULL,
  PRIMARY KEY (org_id, assignment_id, case_id),
  FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, case_id)
);
CREATE INDEX assigned_cases_case ON assigned_cases (org_id, case_id);

-- Load is read by who did it: talks by who held them, duties by who had them.
CREATE INDEX case_events_actor ON case_events (org_id, actor_id, at);
CREATE INDEX duty_periods_person ON duty_periods (org_id, person_id, until_at);
