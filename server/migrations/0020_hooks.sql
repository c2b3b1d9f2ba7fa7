-- Webhooks: a source that signs what it sends. format: events, eido
-- signing_key: whsec_… (a secret that can sign) or whpk_… (a public key that cannot).
-- previous_key counts until previous_until, and is then emptied. Not for copies of anybody's data.
CREATE TABLE hooks (
  hook_id TEXT NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  signing_key TEXT NOT NULL,
  previous_key TEXT NOT NULL,
  previous_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  revoked_at BIGINT,
  expected_minutes BIGINT
);
CREATE INDEX hooks_organisation ON hooks (org_id, created_at, hook_id);

-- Sources that lay files in the watched folder. trouble: a code, or nothing while all is well
-- files: how many files lie there that could not be taken in
CREATE TABLE inbox_sources (
  org_id TEXT NOT NULL,
  source TEXT NOT NULL,
  first_at BIGINT NOT NULL,
  seen_at BIGINT,
  expected_minutes BIGINT,
  trouble TEXT NOT NULL,
  trouble_at BIGINT NOT NULL,
  files BIGINT NOT NULL,
  PRIMARY KEY (org_id, source)
);
