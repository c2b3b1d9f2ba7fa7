-- One index answers both who was there at an event and whether somebody is counted twice. With two,
-- SQLite read every exposure of the organisation to find those of one event.
DROP INDEX exposures_once;
DROP INDEX exposures_incident;
CREATE UNIQUE INDEX exposures_once ON exposures (org_id, incident_id, person_id, role);

-- Which paths an event opened: asked for each old event before it goes.
CREATE INDEX cases_incident ON cases (org_id, incident_id);
-- Paths by when they were opened, for a quarter's comparison of staff groups.
CREATE INDEX cases_opened ON cases (org_id, opened_at);
