-- Which paths an event opened: asked for each old event before it goes.
CREATE INDEX cases_incident ON cases (org_id, incident_id);
-- Paths by when they were opened, for a quarter's comparison of staff groups.
CREATE INDEX cases_opened ON cases (org_id, opened_at);
