-- Information sessions (R048): a day and a staff group ('' for everybody), and how many came; never
-- who. state: planned, cancelled
CREATE TABLE info_sessions (
  org_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  day TEXT NOT NULL,
  staff_group TEXT NOT NULL,
  attended BIGINT,
  state TEXT NOT NULL,
  PRIMARY KEY (org_id, session_id)
);
CREATE INDEX info_sessions_day ON info_sessions (org_id, day, session_id);
