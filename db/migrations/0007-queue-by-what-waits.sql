-- A post's queue holds what its permissions get done: one range of the index for each kind of step or stage, and what somebody has
-- in hand apart. Before, the whole unit's steps were read by their dates and those of other posts left out one by one.
ALTER TABLE case_steps ADD COLUMN slot text COLLATE "C" NOT NULL
  GENERATED ALWAYS AS (CASE WHEN kind = 'stage' THEN 'stage:' || stage ELSE kind END) STORED;
CREATE INDEX case_steps_waiting ON case_steps (unit_id, slot, due_on, case_id, id) WHERE holder IS NULL;
