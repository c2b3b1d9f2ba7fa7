-- What a nudge is made of (R050, R092), unknown for those of before; and when the person put it away.
ALTER TABLE nudges ADD COLUMN minors INTEGER;
ALTER TABLE nudges ADD COLUMN supported INTEGER;
ALTER TABLE nudges ADD COLUMN strains INTEGER;
ALTER TABLE nudges ADD COLUMN put_away_at BIGINT;

-- Who wants to hear on their own page that it adds up; nobody else reads this.
CREATE TABLE nudge_wishes (
  org_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, person_id)
);

-- Tables of counts as they came out (R168): what was published before is part of what is known.
-- Nobody stands in them. body: cells with their counts, and which of them are hidden.
CREATE TABLE count_releases (
  org_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  period TEXT NOT NULL,
  number BIGINT NOT NULL,
  least BIGINT NOT NULL,
  at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (org_id, kind, period, number)
);
