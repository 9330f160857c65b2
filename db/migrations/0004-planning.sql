-- The map and planning. Large contents (layers, travel times, answers) are files under their digest; rows say what they are.

-- What was brought in. A layer never changes; a newer one of its kind takes its place.
CREATE TABLE planning_layers (
  id         uuid PRIMARY KEY,
  layer      text COLLATE "C" NOT NULL,
  digest     bytea NOT NULL,
  rows       integer NOT NULL,
  facts      jsonb NOT NULL, -- what the map and the lists say of it without opening it
  source     text NOT NULL,
  system     text COLLATE "C" NOT NULL, -- the datum in which it was given
  synthetic  boolean NOT NULL,
  account_id uuid REFERENCES accounts (id),
  made_at    timestamptz NOT NULL
);
CREATE INDEX planning_layers_newest ON planning_layers (layer, made_at);
CREATE INDEX planning_layers_digest ON planning_layers (digest);

CREATE TABLE planning_snapshots (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  as_of      date NOT NULL,
  digest     bytea NOT NULL, -- of the whole content: equal digests, equal plans
  content    bytea NOT NULL, -- the file that holds it
  parts      jsonb NOT NULL,
  labels     text[] NOT NULL,
  facts      jsonb NOT NULL,
  account_id uuid REFERENCES accounts (id),
  made_at    timestamptz NOT NULL
);
CREATE INDEX planning_snapshots_newest ON planning_snapshots (made_at);

-- Long work. The row is the work: a process takes it, beats while it works, and another takes it up when the beat stops.
CREATE TABLE planning_jobs (
  id          uuid PRIMARY KEY,
  kind        text COLLATE "C" NOT NULL CHECK (kind IN ('import', 'travel', 'solve')),
  status      text COLLATE "C" NOT NULL CHECK (status IN ('queued', 'running', 'done', 'stopped', 'failed')),
  input       jsonb NOT NULL,
  snapshot_id uuid REFERENCES planning_snapshots (id),
  scenario_id uuid,
  progress    double precision,
  stage       text COLLATE "C" NOT NULL,
  best        jsonb,
  result      jsonb,
  problem     jsonb,
  account_id  uuid REFERENCES accounts (id),
  attempts    integer NOT NULL DEFAULT 0,
  asked_at    timestamptz NOT NULL,
  started_at  timestamptz,
  beat_at     timestamptz,
  stop_at     timestamptz,
  ended_at    timestamptz
);
CREATE INDEX planning_jobs_waiting ON planning_jobs (asked_at) WHERE status IN ('queued', 'running');
CREATE INDEX planning_jobs_lately ON planning_jobs (asked_at);
CREATE INDEX planning_jobs_scenario ON planning_jobs (scenario_id, asked_at) WHERE scenario_id IS NOT NULL;

CREATE TABLE planning_travel (
  snapshot_id uuid NOT NULL REFERENCES planning_snapshots (id),
  mode        text COLLATE "C" NOT NULL,
  job_id      uuid NOT NULL REFERENCES planning_jobs (id),
  digest      bytea, -- null until it has been computed
  facts       jsonb,
  PRIMARY KEY (snapshot_id, mode)
);

CREATE TABLE planning_scenarios (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  note            text NOT NULL,
  parent_id       uuid REFERENCES planning_scenarios (id),
  snapshot_id     uuid NOT NULL REFERENCES planning_snapshots (id),
  unit_id         uuid NOT NULL REFERENCES units (id), -- whose plan it is
  division_id     uuid NOT NULL REFERENCES divisions (id),
  status          text COLLATE "C" NOT NULL
                  CHECK (status IN ('draft', 'review', 'returned', 'approved', 'adopted', 'dropped')),
  seq             integer NOT NULL,
  scope           jsonb NOT NULL,
  changes         jsonb NOT NULL,
  replacements    jsonb NOT NULL,
  wish            jsonb,
  result          jsonb, -- the answer as it was found, kept so for good
  figures         jsonb,
  author_id       uuid NOT NULL REFERENCES accounts (id),
  published_from  date,
  published_until date,
  adopted_on      date,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX planning_scenarios_latest ON planning_scenarios (updated_at);
CREATE INDEX planning_scenarios_published ON planning_scenarios (published_until) WHERE published_until IS NOT NULL;

CREATE TABLE planning_steps (
  scenario_id uuid NOT NULL REFERENCES planning_scenarios (id),
  seq         integer NOT NULL,
  what        text COLLATE "C" NOT NULL,
  data        jsonb NOT NULL,
  account_id  uuid REFERENCES accounts (id),
  at          timestamptz NOT NULL,
  PRIMARY KEY (scenario_id, seq)
);

-- What residents write may hold anything about anybody.
CREATE TABLE planning_comments (
  scenario_id uuid NOT NULL REFERENCES planning_scenarios (id),
  id          uuid NOT NULL,
  account_id  uuid REFERENCES accounts (id),
  person_id   uuid REFERENCES persons (id),
  text_sealed bytea NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (scenario_id, id)
);

CREATE TABLE planning_works (
  scenario_id uuid NOT NULL REFERENCES planning_scenarios (id),
  id          uuid NOT NULL,
  kind        text COLLATE "C" NOT NULL CHECK (kind IN ('close', 'move', 'open', 'upgrade', 'review')),
  site_id     uuid NOT NULL,
  name        text NOT NULL,
  unit_id     uuid NOT NULL REFERENCES units (id),
  due_on      date NOT NULL,
  status      text COLLATE "C" NOT NULL CHECK (status IN ('planned', 'done', 'called-off')),
  change      jsonb NOT NULL,
  replacement jsonb,
  reroute_id  uuid, -- the order that moves the open cases of a point that closes
  cases       integer NOT NULL DEFAULT 0, -- open cases that lay there when it was decided
  note        text NOT NULL DEFAULT '',
  applied_at  timestamptz, -- when the points or cases were changed by it
  done_on     date,
  PRIMARY KEY (scenario_id, id)
);
CREATE INDEX planning_works_due ON planning_works (due_on) WHERE status = 'planned';
CREATE INDEX planning_works_site ON planning_works (site_id);

-- Cases summed up by unit and the month in which they were submitted, so that the map never counts a million rows.
CREATE TABLE planning_loads (
  unit_id    uuid NOT NULL,
  month      date NOT NULL,
  received   integer NOT NULL,
  ended      integer NOT NULL,
  counted_at timestamptz NOT NULL,
  PRIMARY KEY (unit_id, month)
);
-- Cases are stored in the order in which they come: a few pages of index find a month.
CREATE INDEX cases_submitted ON cases USING brin (submitted_at);
