-- Where nobody went to a point that closes nothing need come instead of it, and its villages, cases and appointments go somewhere
-- all the same: when its day moves, they move with it.
ALTER TABLE planning_works ADD COLUMN heir_id uuid;
UPDATE planning_works w
SET heir_id = coalesce((w.replacement->>'site')::uuid, (SELECT r.to_site FROM reroutes r WHERE r.id = w.reroute_id))
WHERE w.kind IN ('close', 'move');
