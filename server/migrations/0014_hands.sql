-- What the desk keeps by hand: one language, roles beside those of a file, links that are open.

-- Whether the pages of an organisation are in its own language only, whatever a browser asks for.
ALTER TABLE organisations ADD COLUMN one_language BOOLEAN NOT NULL DEFAULT FALSE;

-- The roles that a hand gave and no file named since: a file leaves those alone.
ALTER TABLE people ADD COLUMN roles_by_hand TEXT NOT NULL DEFAULT '';

-- Links that nobody used yet, those that end first at the top.
CREATE INDEX invitations_open ON invitations (org_id, expires_at, person_id);
