-- The public page of an organisation, accounts that one person has at several, appointments that
-- personnel affairs arrange, and what an organisation chose for these.

-- The address of a public page: asked for before it is known whose it is.
CREATE TABLE info_addresses (
  address TEXT NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL
);
-- Accounts of which one person said that they are theirs: those with the same link. It says no more
-- than that, belongs to no organisation, and no room of an organisation reads it.
CREATE TABLE account_links (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  link TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id)
);
CREATE UNIQUE INDEX account_links_link ON account_links (link, org_id);

-- What an organisation chose, by name; a name without a row is as it was founded.
CREATE TABLE organisation_choices (
  org_id TEXT NOT NULL,
  choice TEXT NOT NULL,
  value TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, choice)
);

-- Supporters who want to be found on the public page while they are on duty.
CREATE TABLE info_supporters (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  with_number BOOLEAN NOT NULL,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);

-- An appointment that personnel affairs arrange. Nothing says with whom or why; it goes with the case.
CREATE TABLE appointments (
  org_id TEXT NOT NULL,
  appointment_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  arranged_at BIGINT,
  PRIMARY KEY (org_id, appointment_id),
  FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, case_id)
);
CREATE UNIQUE INDEX appointments_case ON appointments (org_id, case_id);
CREATE INDEX appointments_open ON appointments (org_id, arranged_at, due_at);

-- Which manager was told: the line manager of that day. Empty for other listeners, and for what was
-- told before this column was there.
ALTER TABLE disclosures ADD COLUMN listener_id TEXT NOT NULL DEFAULT '';
CREATE INDEX disclosures_listener ON disclosures (org_id, listener_id, at);
