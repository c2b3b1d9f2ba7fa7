-- Alerting: channels, alerts, who was asked and what they said, messages on their way.

-- How somebody can be reached. kind: mail, push, sms, voice. address: what the kind needs; for push
-- the browser's subscription as JSON. proved_at: when it was last seen to work; nothing counts on it
-- before. trouble: a code, or nothing while all is well. code_key: the digest of the code that was
-- sent for proof. Goes with the person.
CREATE TABLE channels (
  org_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  proved_at BIGINT,
  trouble TEXT NOT NULL DEFAULT '',
  trouble_at BIGINT,
  code_key TEXT NOT NULL DEFAULT '',
  code_until BIGINT NOT NULL DEFAULT 0,
  code_tries INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, channel_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX channels_person ON channels (org_id, person_id, created_at);

-- One request to the team. alert_id is the id of what it is about; about: incident, case, call,
-- handover. urgency: now, soon. turn counts how often it was opened. look_at: when the ladder is to
-- be looked at next. Who is asked hangs on the cases; nothing here says for whom.
CREATE TABLE alerts (
  org_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  about TEXT NOT NULL,
  urgency TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  turn INTEGER NOT NULL,
  look_at BIGINT NOT NULL,
  closed_at BIGINT,
  revision BIGINT NOT NULL,
  PRIMARY KEY (org_id, alert_id)
);
CREATE INDEX alerts_look ON alerts (look_at, org_id, alert_id) WHERE closed_at IS NULL;
CREATE INDEX alerts_closed ON alerts (org_id, closed_at);

-- Somebody who was asked. whom: on-duty, coordinators. answer: coming, cannot, or nothing yet.
CREATE TABLE pages (
  org_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  turn INTEGER NOT NULL,
  round INTEGER NOT NULL,
  person_id TEXT NOT NULL,
  rung INTEGER NOT NULL,
  whom TEXT NOT NULL,
  at BIGINT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  answered_at BIGINT,
  PRIMARY KEY (org_id, alert_id, turn, round, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX pages_person ON pages (org_id, person_id, at);

-- A message on its way. alert_id and turn: what it asks about, or nothing. purpose: asked, reminder,
-- code. state: waiting, sent, failed, dropped. text holds the code of a proof and nothing else; it is
-- emptied when the message is sent. receipt_at: when a provider said that it arrived.
CREATE TABLE messages (
  org_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  turn INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  made_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  leased_until BIGINT NOT NULL,
  state TEXT NOT NULL,
  failure TEXT NOT NULL DEFAULT '',
  sent_at BIGINT,
  receipt_at BIGINT,
  PRIMARY KEY (org_id, message_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);
CREATE INDEX messages_waiting ON messages (due_at, leased_until, org_id, message_id) WHERE state = 'waiting';
CREATE INDEX messages_alert ON messages (org_id, alert_id, turn, person_id);
CREATE INDEX messages_made ON messages (org_id, made_at);
CREATE INDEX messages_channel ON messages (org_id, channel_id, made_at);

-- Reminders that were sent about a step of a case. step_at tells one occurrence of a step from another.
CREATE TABLE reminders (
  org_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  step TEXT NOT NULL,
  step_at BIGINT NOT NULL,
  about TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, case_id, step, step_at, about, at),
  FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, case_id)
);
