-- The content plane: vaults of people, keys of circles, sealed notes. Everything named `wrapped`,
-- `sealed`, `body` or `previous` is an age file in base64 that only a device opens.
-- A circle is the few people who may read: a case (circle_id is the case's id) or a yearly talk.

CREATE TABLE passkey_logins (
  credential TEXT NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  passkey_id TEXT NOT NULL
);
-- A passkey's question, from its asking to its answer; the answer may reach another process.
CREATE TABLE passkey_questions (
  question_key TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE passkeys (
  org_id TEXT NOT NULL,
  passkey_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  document TEXT NOT NULL,
  label TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (org_id, passkey_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX passkeys_person ON passkeys (org_id, person_id);

-- A new vault is a new generation; the public keys of the old one still verify old notes.
CREATE TABLE vaults (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  generation BIGINT NOT NULL,
  recipient TEXT NOT NULL,
  signer TEXT NOT NULL,
  proof TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  retired_at BIGINT,
  PRIMARY KEY (org_id, person_id, generation),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
-- method: words, passkey
CREATE TABLE vault_locks (
  org_id TEXT NOT NULL,
  lock_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  generation BIGINT NOT NULL,
  method TEXT NOT NULL,
  passkey_id TEXT,
  wrapped TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, lock_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX vault_locks_person ON vault_locks (org_id, person_id);
-- Whose keys one has seen before, sealed to oneself.
CREATE TABLE vault_pins (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
-- The server's half of what keeps a vault open between two pages; gone at lock.
CREATE TABLE vault_halves (
  org_id TEXT NOT NULL,
  session_key TEXT NOT NULL,
  half TEXT NOT NULL,
  PRIMARY KEY (org_id, session_key)
);

CREATE TABLE circle_keys (
  org_id TEXT NOT NULL,
  circle_id TEXT NOT NULL,
  generation BIGINT NOT NULL,
  recipient TEXT NOT NULL,
  previous TEXT,
  made_by TEXT NOT NULL,
  proof TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, circle_id, generation)
);
-- holder_id: a person, or `team` for the team's recovery key.
CREATE TABLE circle_wraps (
  org_id TEXT NOT NULL,
  circle_id TEXT NOT NULL,
  generation BIGINT NOT NULL,
  holder_id TEXT NOT NULL,
  wrapped TEXT NOT NULL,
  given_by TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, circle_id, generation, holder_id)
);
CREATE INDEX circle_wraps_holder ON circle_wraps (org_id, holder_id, circle_id);
-- What the colleague chose for the notes of a case, and whether its key must be replaced.
CREATE TABLE circle_choices (
  org_id TEXT NOT NULL,
  circle_id TEXT NOT NULL,
  reads_along BOOLEAN NOT NULL,
  recoverable BOOLEAN NOT NULL,
  rotation_due BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, circle_id)
);
-- slot: contact, talk-1, talk-2, talk-3, other, annual
CREATE TABLE sealed_notes (
  org_id TEXT NOT NULL,
  circle_id TEXT NOT NULL,
  note_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  slot TEXT NOT NULL,
  generation BIGINT NOT NULL,
  author_id TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, circle_id, note_id, revision)
);
-- A note being written, sealed to its author alone.
CREATE TABLE sealed_drafts (
  org_id TEXT NOT NULL,
  circle_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  slot TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, circle_id, author_id, slot)
);

CREATE TABLE recovery_teams (
  org_id TEXT NOT NULL,
  generation BIGINT NOT NULL,
  recipient TEXT NOT NULL,
  threshold INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  proof TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  rehearsed_at BIGINT,
  retired_at BIGINT,
  PRIMARY KEY (org_id, generation)
);
CREATE TABLE recovery_shares (
  org_id TEXT NOT NULL,
  generation BIGINT NOT NULL,
  holder_id TEXT NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (org_id, generation, holder_id)
);
-- kind: recovery, rehearsal. state: asked, approved, done, refused, withdrawn
CREATE TABLE recoveries (
  org_id TEXT NOT NULL,
  recovery_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  circle_id TEXT,
  for_id TEXT,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  executor_id TEXT,
  ended_at BIGINT,
  PRIMARY KEY (org_id, recovery_id)
);
CREATE INDEX recoveries_circle ON recoveries (org_id, circle_id);
CREATE TABLE recovery_contributions (
  org_id TEXT NOT NULL,
  recovery_id TEXT NOT NULL,
  holder_id TEXT NOT NULL,
  sealed TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, recovery_id, holder_id),
  FOREIGN KEY (org_id, recovery_id) REFERENCES recoveries (org_id, recovery_id)
);

-- What exactly was told to whom with which consent (R102): codes only, never a word of a talk.
CREATE TABLE disclosures (
  org_id TEXT NOT NULL,
  disclosure_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  what TEXT NOT NULL,
  to_whom TEXT NOT NULL,
  reason TEXT NOT NULL,
  consent TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, disclosure_id),
  FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, case_id)
);
CREATE INDEX disclosures_case ON disclosures (org_id, case_id, at);

-- The yearly talk of a supporter (R126): when, with whom, when the next; the rest is sealed.
CREATE TABLE annual_talks (
  org_id TEXT NOT NULL,
  talk_id TEXT NOT NULL,
  supporter_id TEXT NOT NULL,
  interviewer_id TEXT,
  interviewer TEXT NOT NULL,
  planned_on TEXT,
  held_on TEXT,
  next_on TEXT,
  PRIMARY KEY (org_id, talk_id),
  FOREIGN KEY (org_id, supporter_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX annual_talks_supporter ON annual_talks (org_id, supporter_id, held_on);
