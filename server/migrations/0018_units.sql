-- What sources call units and dispatchers that a roster does not know, and what was learned of them.
-- kind: unit, dispatcher. name: as it is compared; told: as it was written last
-- answer: '' (it waits), unit (then `unit` says which), not-ours
CREATE TABLE unit_names (
  org_id TEXT NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  told TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  answer TEXT NOT NULL,
  unit TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, source, kind, name)
);
CREATE INDEX unit_names_waiting ON unit_names (org_id, answer, told_at);

-- What of recent events counts for nobody: once per event and name, however often it is told.
-- kind: unit, dispatcher (the roster does not know the name), gap (nobody was on the unit),
-- hand-over (another crew was near). settled: '', learned, nobody, there, not-there
CREATE TABLE unresolved_units (
  org_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  told TEXT NOT NULL,
  at BIGINT NOT NULL,
  change_at BIGINT NOT NULL,
  weighs BOOLEAN NOT NULL,
  settled TEXT NOT NULL,
  settled_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, incident_id, kind, name)
);
CREATE INDEX unresolved_units_name ON unresolved_units (org_id, source, kind, name, at);
CREATE INDEX unresolved_units_weighing ON unresolved_units (org_id, weighs, settled, at);
CREATE INDEX unresolved_units_settled ON unresolved_units (org_id, settled_at);
