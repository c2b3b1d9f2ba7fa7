-- Which of the holder's vaults a wrap is sealed to; of `team`: which of its keys. A wrap to a vault
-- that was replaced opens nothing, however late it came.

ALTER TABLE circle_wraps ADD COLUMN vault BIGINT NOT NULL DEFAULT 0;
-- Wraps from before are taken to be sealed to the newest vault or team's key of their moment.
UPDATE circle_wraps SET vault = COALESCE((SELECT MAX(v.generation) FROM vaults v
  WHERE v.org_id = circle_wraps.org_id AND v.person_id = circle_wraps.holder_id
  AND v.made_at <= circle_wraps.at), 0)
  WHERE holder_id <> 'team';
UPDATE circle_wraps SET vault = COALESCE((SELECT MAX(t.generation) FROM recovery_teams t
  WHERE t.org_id = circle_wraps.org_id AND t.recipient <> '' AND t.made_at <= circle_wraps.at), 0)
  WHERE holder_id = 'team';
