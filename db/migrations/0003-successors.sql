-- Cases of a unit that ends, or of a site that another takes over, go on elsewhere from a day on. The row is the work: a job
-- moves the cases a batch at a time and keeps here how far it came.
CREATE TABLE reroutes (
  id           uuid PRIMARY KEY,
  from_unit    uuid NOT NULL REFERENCES units (id),
  to_units     uuid[] NOT NULL, -- who carries on; none: the unit above that has the power
  from_site    uuid REFERENCES sites (id), -- where a site gives its work to another
  to_site      uuid REFERENCES sites (id),
  villages     uuid[], -- only the cases of these villages
  effective_on date NOT NULL,
  document     text NOT NULL,
  account_id   uuid,
  created_at   timestamptz NOT NULL,
  after_case   uuid, -- in this round everything up to here was looked at
  round_moved  integer NOT NULL DEFAULT 0,
  round_left   integer NOT NULL DEFAULT 0,
  moved        integer NOT NULL DEFAULT 0,
  left_behind  integer NOT NULL DEFAULT 0, -- by the last whole round: nobody may have them
  arrived      jsonb NOT NULL DEFAULT '{}', -- how many cases each unit was given
  finished_at  timestamptz
);
CREATE INDEX reroutes_waiting ON reroutes (effective_on) WHERE finished_at IS NULL;

-- What an earlier key sealed is sealed anew, table by table; the row says how far the job came with the key that is active.
CREATE TABLE reseals (
  key_id      text COLLATE "C" NOT NULL,
  part        text COLLATE "C" NOT NULL,
  after_row   text COLLATE "C" NOT NULL DEFAULT '',
  looked_at   bigint NOT NULL DEFAULT 0,
  sealed_anew bigint NOT NULL DEFAULT 0,
  updated_at  timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (key_id, part)
);

-- A division may tighten more than the promise: acceptance and delivery too.
ALTER TABLE promises ADD COLUMN kind text COLLATE "C" NOT NULL DEFAULT 'promised'
  CHECK (kind IN ('promised', 'acceptance', 'delivery', 'collection'));
ALTER TABLE promises DROP CONSTRAINT promises_pkey;
ALTER TABLE promises ADD PRIMARY KEY (item_code, division_id, kind, valid_from);

-- A grid is closed without a successor.
ALTER TABLE division_changes DROP CONSTRAINT division_changes_kind_check;
ALTER TABLE division_changes ADD CONSTRAINT division_changes_kind_check
  CHECK (kind IN ('rename', 'recode', 'merge', 'split', 'move', 'close'));

-- The report of a holiday table is read page by page.
DROP INDEX case_events_redated;
CREATE INDEX case_events_redated ON case_events ((data->>'calendar'), case_id) WHERE type = 'redated';
