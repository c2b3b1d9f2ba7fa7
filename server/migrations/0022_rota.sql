-- The rota of supporters: who is away, what they wish, swaps, and calendars that follow it.
-- The pattern of duties with its limits is a policy document of kind rota.

-- One row of each organisation, which whoever changes duties by the rules touches first: what one reads
-- of the rota is then not changed by another until it is decided.
CREATE TABLE rota_heads (
  org_id TEXT NOT NULL PRIMARY KEY,
  changes BIGINT NOT NULL
);

-- Days on which somebody cannot serve, both ends included. There is no column for a reason.
-- until_at: the end of the last day, by the organisation's clock when it was said.
-- by_id: who wrote it down, the person or the coordinator.
CREATE TABLE rota_leave (
  org_id TEXT NOT NULL,
  leave_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  first_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  until_at BIGINT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  removed_at BIGINT,
  PRIMARY KEY (org_id, leave_id)
);
CREATE INDEX rota_leave_until ON rota_leave (org_id, until_at);
CREATE INDEX rota_leave_person ON rota_leave (org_id, person_id, until_at);

-- What somebody would rather do or not, by day, day of the week or kind of duty.
-- kind: day, weekday, duty. about: a date, a day of the week, the code of a duty. wish: gladly, rather-not.
-- until_at: the end of that day; none for a wish that comes back.
CREATE TABLE rota_wishes (
  org_id TEXT NOT NULL,
  wish_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  wish TEXT NOT NULL,
  until_at BIGINT,
  at BIGINT NOT NULL,
  removed_at BIGINT,
  PRIMARY KEY (org_id, wish_id)
);
CREATE INDEX rota_wishes_person ON rota_wishes (org_id, person_id);

-- A duty that somebody asks another to take over, alone or for one of theirs.
-- state: asked, accepted, refused, withdrawn, lapsed. to_id: nobody is anyone of the team.
-- change_id: the change on the roster that it came to, for its undo.
CREATE TABLE rota_requests (
  org_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  asker_id TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  to_id TEXT,
  other_from_at BIGINT,
  other_until_at BIGINT,
  state TEXT NOT NULL,
  answerer_id TEXT,
  change_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY (org_id, request_id)
);
CREATE INDEX rota_requests_open ON rota_requests (org_id, state, from_at);
CREATE INDEX rota_requests_until ON rota_requests (org_id, until_at);

-- The address of somebody's calendar: its digest, one of each person. Moments of real time.
CREATE TABLE calendar_links (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  fetched_at BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (org_id, person_id)
);
CREATE UNIQUE INDEX calendar_links_digest ON calendar_links (org_id, digest);

-- The last rota that was made and is looked at: one of each organisation, another takes its place.
-- state: running, done, stopped, published. line_count: the lines that its publishing touched.
CREATE TABLE rota_plans (
  org_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  by_id TEXT NOT NULL,
  state TEXT NOT NULL,
  first_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  anew BOOLEAN NOT NULL,
  seconds BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  outcome TEXT,
  line_count BIGINT NOT NULL,
  PRIMARY KEY (org_id)
);
