-- What a coordinator has in hand of a document: their own, with the version that it began from.
-- One that was thrown away stays until the next is begun, so that it can be taken back.
CREATE TABLE policy_drafts (
  org_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  base BIGINT NOT NULL,
  document TEXT NOT NULL,
  at BIGINT NOT NULL,
  dropped_at BIGINT,
  PRIMARY KEY (org_id, kind, by_id)
);
