-- Searching the access log: each question has an index in the order in which it is answered,
-- newest first. A case is found by access_sets and access_log_shown.
CREATE INDEX access_log_at ON access_log (org_id, at, number);
CREATE INDEX access_log_actor ON access_log (org_id, actor, at, number);
CREATE INDEX access_log_action ON access_log (org_id, action, at, number);
CREATE INDEX access_log_place ON access_log (org_id, place, at, number);

-- What somebody asked about their own data (GDPR art. 15 to 21) that Veer does not do by itself at
-- once. Who handles it sees the reference and never whose it is.
-- kind: copy, erase, correct, limit, object. state: open, granted, partly, refused, withdrawn
CREATE TABLE data_requests (
  org_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  due_on TEXT NOT NULL,
  extended BOOLEAN NOT NULL,
  settled_at BIGINT,
  PRIMARY KEY (org_id, request_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE UNIQUE INDEX data_requests_reference ON data_requests (org_id, reference);
CREATE INDEX data_requests_person ON data_requests (org_id, person_id, asked_at);
CREATE INDEX data_requests_state ON data_requests (org_id, state, due_on, request_id);
CREATE INDEX data_requests_settled ON data_requests (org_id, settled_at, request_id);

-- That stored events were judged again by a new incident list, by whom and why; counts of events.
-- why: new-list, codes, missed
CREATE TABLE rejudgings (
  org_id TEXT NOT NULL,
  rejudging_id TEXT NOT NULL,
  list_version BIGINT NOT NULL,
  by_id TEXT NOT NULL,
  why TEXT NOT NULL,
  at BIGINT NOT NULL,
  counted BIGINT NOT NULL,
  asked BIGINT NOT NULL,
  PRIMARY KEY (org_id, rejudging_id),
  FOREIGN KEY (org_id, by_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX rejudgings_at ON rejudgings (org_id, at, rejudging_id);
-- The verdict that an event had before it was judged again; goes with the event.
CREATE TABLE earlier_verdicts (
  org_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  list_version BIGINT NOT NULL,
  state TEXT NOT NULL,
  entry TEXT,
  certainty TEXT,
  reasons TEXT NOT NULL,
  until_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, incident_id, until_at),
  FOREIGN KEY (org_id, incident_id) REFERENCES incidents (org_id, incident_id)
);
