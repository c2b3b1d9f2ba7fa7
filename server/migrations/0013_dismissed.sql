-- An event that counted and does not count after all: who said so, when and why; counts of paths.
-- Each dismissal is a row of its own, the undone ones too. Goes with the event.
-- why: not-happened, twice, exercise, wrong-crew, not-on-list, taken-back
CREATE TABLE dismissals (
  org_id TEXT NOT NULL,
  dismissal_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL,
  why TEXT NOT NULL,
  withdrawn BIGINT NOT NULL,
  stayed BIGINT NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (org_id, dismissal_id),
  FOREIGN KEY (org_id, incident_id) REFERENCES incidents (org_id, incident_id),
  FOREIGN KEY (org_id, by_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX dismissals_incident ON dismissals (org_id, incident_id, at);

-- Who reported an event from the dispatch room, so that they can take it back within a day. `once` is
-- what the page gave to the report: the same one sent again changes nothing. Kept for days only.
CREATE TABLE event_reports (
  org_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  once TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  taken_back_at BIGINT,
  PRIMARY KEY (org_id, incident_id, once),
  FOREIGN KEY (org_id, by_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX event_reports_by ON event_reports (org_id, by_id, at);
CREATE INDEX event_reports_at ON event_reports (org_id, at);

-- Kinds of a source of which a coordinator said that they never count. Nothing of a person.
CREATE TABLE kinds_never (
  org_id TEXT NOT NULL,
  code TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, code),
  FOREIGN KEY (org_id, by_id) REFERENCES people (org_id, person_id)
);
