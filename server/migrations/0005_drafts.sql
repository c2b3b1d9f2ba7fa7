-- A draft belongs to the note that it will become, not to its moment: two notes about one talk are two
-- drafts, and neither takes the other's place. note_id is '' for a draft from before, also from an older
-- backup; those had one for each slot, which is why the slot stays in the key.
ALTER TABLE sealed_drafts RENAME TO sealed_drafts_of_slots;
CREATE TABLE sealed_drafts (
  org_id TEXT NOT NULL,
  circle_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  note_id TEXT NOT NULL DEFAULT '',
  slot TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, circle_id, author_id, note_id, slot)
);
INSERT INTO sealed_drafts (org_id, circle_id, author_id, slot, body, at)
  SELECT org_id, circle_id, author_id, slot, body, at FROM sealed_drafts_of_slots;
DROP TABLE sealed_drafts_of_slots;
