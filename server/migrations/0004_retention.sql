-- What retention leaves behind (R095, C24): numbers without people, and proof that something went.

-- Counts of what is no longer there. What is still there is counted where it stands.
CREATE TABLE monthly_counts (
  org_id TEXT NOT NULL,
  month TEXT NOT NULL,
  kind TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (org_id, month, kind)
);
-- When the people of a case were told that it will go; nothing goes unannounced. kind: notes, cases
CREATE TABLE erasure_warnings (
  org_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  warned_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, case_id, kind)
);
-- What was erased, to erase it again after a restore; forgotten once no backup holds it.
-- kind: notes, case, exposures, ties, refused
CREATE TABLE erasures (
  org_id TEXT NOT NULL,
  erasure_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  before_at BIGINT,
  at BIGINT NOT NULL,
  gone_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, erasure_id)
);
CREATE INDEX erasures_gone ON erasures (org_id, gone_at);
-- What a person reads about it, until it is gone from the backups too.
CREATE TABLE erasure_receipts (
  org_id TEXT NOT NULL,
  receipt_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  erased_at BIGINT NOT NULL,
  gone_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, receipt_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX erasure_receipts_person ON erasure_receipts (org_id, person_id);
CREATE INDEX cases_closed ON cases (org_id, closed_at, case_id);
