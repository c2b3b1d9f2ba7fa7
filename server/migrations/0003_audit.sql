-- The access log becomes a chain: each row carries the digest of the one before it, so that a row
-- that is changed, taken away, moved or put in between shows. Rows of an earlier release stay
-- outside the chain; `first` is the number that it begins with, 0 before its first row.

-- Whose responsibility an act falls under (the role acted in), and the kind of client; never an
-- address of one.
ALTER TABLE access_log ADD COLUMN on_behalf TEXT NOT NULL DEFAULT '';
ALTER TABLE access_log ADD COLUMN client TEXT NOT NULL DEFAULT '';
-- Under which name in access_sets the cases of this row stand: the digest of `cases`.
ALTER TABLE access_log ADD COLUMN shown TEXT NOT NULL DEFAULT '';
ALTER TABLE access_log ADD COLUMN previous TEXT NOT NULL DEFAULT '';
ALTER TABLE access_log ADD COLUMN hash TEXT NOT NULL DEFAULT '';
CREATE INDEX access_log_shown ON access_log (org_id, shown, number);

ALTER TABLE access_heads ADD COLUMN head TEXT NOT NULL DEFAULT '';
ALTER TABLE access_heads ADD COLUMN first BIGINT NOT NULL DEFAULT 0;
-- What the daily check found, for the privacy officer's page.
ALTER TABLE access_heads ADD COLUMN verified_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE access_heads ADD COLUMN verified_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE access_heads ADD COLUMN broken_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE access_heads ADD COLUMN checkpoint_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE access_heads ADD COLUMN checkpoint_at BIGINT NOT NULL DEFAULT 0;

-- The name of a case in the log during one calendar month. Only this table leads from the log to a
-- case; its rows go with the case. handle: the case's own lasting name (cases.pseudonym).
CREATE TABLE case_pseudonyms (
  org_id TEXT NOT NULL,
  handle TEXT NOT NULL,
  month TEXT NOT NULL,
  pseudonym TEXT NOT NULL,
  PRIMARY KEY (org_id, handle, month)
);
CREATE UNIQUE INDEX case_pseudonyms_name ON case_pseudonyms (org_id, pseudonym);
-- Which cases a page showed together, once for all the times that it showed just these: a list that
-- is opened again adds one row to the log and none here. Takes the place of access_cases.
CREATE TABLE access_sets (
  org_id TEXT NOT NULL,
  shown TEXT NOT NULL,
  case_pseudonym TEXT NOT NULL,
  PRIMARY KEY (org_id, shown, case_pseudonym)
);
CREATE INDEX access_sets_case ON access_sets (org_id, case_pseudonym, shown);
