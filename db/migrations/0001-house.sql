-- Keys are UUIDv7 made by the application. Text keys sort by bytes, so that every PostgreSQL kin agrees.
-- Every child's key begins with its root's id (case, person, site); what is unique across roots has a small table of its own.
-- Bytes named *_sealed are SM4 envelopes; *_key are HMAC-SM3 blind indexes. No column holds personal data in clear.

-- Organisation -------------------------------------------------------------------------------------------------------

CREATE TABLE divisions (
  id          uuid PRIMARY KEY,
  code        text COLLATE "C" NOT NULL,
  level       text COLLATE "C" NOT NULL CHECK (level IN ('city', 'county', 'town', 'village', 'grid')),
  parent_id   uuid REFERENCES divisions (id),
  ancestors   uuid[] NOT NULL, -- from the city down to itself
  name        text NOT NULL,
  name_en     text NOT NULL DEFAULT '',
  aliases     text[] NOT NULL DEFAULT '{}',
  population  integer,
  lon         double precision,
  lat         double precision,
  valid_from  date NOT NULL,
  valid_to    date,
  past        jsonb NOT NULL DEFAULT '[]', -- earlier names, codes and parents: an old case reads with the name of its own day
  became      uuid[] NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX divisions_code ON divisions (code) WHERE valid_to IS NULL;
CREATE INDEX divisions_parent ON divisions (parent_id);
CREATE INDEX divisions_ancestors ON divisions USING gin (ancestors);

CREATE TABLE division_changes (
  id           uuid PRIMARY KEY,
  kind         text COLLATE "C" NOT NULL CHECK (kind IN ('rename', 'recode', 'merge', 'split', 'move')),
  effective_on date NOT NULL,
  document     text NOT NULL,
  from_ids     uuid[] NOT NULL,
  to_ids       uuid[] NOT NULL,
  recorded_at  timestamptz NOT NULL
);

CREATE TABLE departments (
  code    text COLLATE "C" PRIMARY KEY,
  name    text NOT NULL,
  name_en text NOT NULL
);

CREATE TABLE units (
  id          uuid PRIMARY KEY,
  division_id uuid NOT NULL REFERENCES divisions (id),
  parent_id   uuid REFERENCES units (id),
  ancestors   uuid[] NOT NULL, -- from the top unit down to itself
  level       text COLLATE "C" NOT NULL CHECK (level IN ('city', 'county', 'town', 'village')),
  kind        text COLLATE "C" NOT NULL,
  departments text[] NOT NULL DEFAULT '{}',
  name        text NOT NULL,
  aliases     text[] NOT NULL DEFAULT '{}',
  telephone   text,
  valid_from  date NOT NULL,
  valid_to    date,
  past        jsonb NOT NULL DEFAULT '[]',
  became      uuid[] NOT NULL DEFAULT '{}'
);
CREATE INDEX units_division ON units (division_id);
CREATE INDEX units_parent ON units (parent_id);
CREATE INDEX units_ancestors ON units USING gin (ancestors);

CREATE TABLE sites (
  id         uuid PRIMARY KEY,
  unit_id    uuid NOT NULL REFERENCES units (id),
  level      text COLLATE "C" NOT NULL CHECK (level IN ('city', 'county', 'town', 'village')),
  name       text NOT NULL,
  name_en    text NOT NULL DEFAULT '',
  aliases    text[] NOT NULL DEFAULT '{}',
  address    text NOT NULL,
  telephone  text NOT NULL,
  lon        double precision,
  lat        double precision,
  hours      jsonb NOT NULL,
  counters   jsonb NOT NULL DEFAULT '[]',
  rooms      jsonb NOT NULL DEFAULT '[]',
  class      text COLLATE "C",
  valid_from date NOT NULL,
  valid_to   date
);
CREATE INDEX sites_unit ON sites (unit_id);

CREATE TABLE site_villages (
  site_id    uuid NOT NULL REFERENCES sites (id),
  village_id uuid NOT NULL REFERENCES divisions (id),
  valid_from date NOT NULL,
  valid_to   date,
  PRIMARY KEY (site_id, village_id, valid_from)
);
CREATE INDEX site_villages_village ON site_villages (village_id);

-- People who work here -----------------------------------------------------------------------------------------------

CREATE TABLE roles (
  code        text COLLATE "C" PRIMARY KEY,
  name        text NOT NULL,
  name_en     text NOT NULL,
  permissions jsonb NOT NULL -- {"case.accept": "own", …}: own unit, below, city
);

CREATE TABLE accounts (
  id            uuid PRIMARY KEY,
  login         text COLLATE "C" NOT NULL UNIQUE,
  name          text NOT NULL, -- staff names hang on the counter; they are public
  password_hash text NOT NULL,
  totp_sealed   bytea,
  totp_step     bigint NOT NULL DEFAULT 0,
  failures      integer NOT NULL DEFAULT 0,
  locked_until  timestamptz,
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL
);

CREATE TABLE posts (
  id            uuid PRIMARY KEY,
  account_id    uuid NOT NULL REFERENCES accounts (id),
  unit_id       uuid NOT NULL REFERENCES units (id),
  role          text COLLATE "C" NOT NULL REFERENCES roles (code),
  substitute_id uuid REFERENCES accounts (id), -- B of this post
  valid_from    date NOT NULL,
  valid_to      date
);
CREATE INDEX posts_account ON posts (account_id);
CREATE INDEX posts_unit ON posts (unit_id);
CREATE INDEX posts_substitute ON posts (substitute_id) WHERE substitute_id IS NOT NULL;

CREATE TABLE leaves (
  account_id  uuid NOT NULL REFERENCES accounts (id),
  id          uuid NOT NULL,
  first_day   date NOT NULL,
  last_day    date NOT NULL CHECK (last_day >= first_day),
  recorded_by uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  PRIMARY KEY (account_id, id)
);

CREATE TABLE sessions (
  id         uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  account_id uuid REFERENCES accounts (id),
  post_id    uuid REFERENCES posts (id),
  person_id  uuid,
  persons    uuid[] NOT NULL DEFAULT '{}', -- whom the telephone may choose between
  mobile_sealed bytea,
  sitting    jsonb, -- whom a teller is serving now: {person, since}
  created_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX sessions_account ON sessions (account_id) WHERE revoked_at IS NULL;
CREATE INDEX sessions_person ON sessions (person_id) WHERE revoked_at IS NULL;

CREATE TABLE one_time_codes (
  id         uuid PRIMARY KEY,
  phone_key  bytea NOT NULL,
  phone_sealed bytea NOT NULL,
  code_hash  bytea NOT NULL,
  tries      integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX one_time_codes_phone ON one_time_codes (phone_key, created_at);

-- People who are served ----------------------------------------------------------------------------------------------

CREATE TABLE persons (
  id             uuid PRIMARY KEY,
  seq            integer NOT NULL DEFAULT 1,
  id_kind        text COLLATE "C" NOT NULL,
  name_sealed    bytea NOT NULL,
  number_sealed  bytea NOT NULL,
  facts_sealed   bytea NOT NULL, -- birth date, sex, mobile, account, address
  name_tokens    integer[] NOT NULL,
  village_id     uuid REFERENCES divisions (id),
  merged_into    uuid REFERENCES persons (id),
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL
);
CREATE INDEX persons_name_tokens ON persons USING gin (name_tokens) WITH (fastupdate = off);

-- Blind indexes. A number belongs to one person; a telephone may serve a whole family; a twin is a name with its birth date.
CREATE TABLE person_keys (
  kind      text COLLATE "C" NOT NULL CHECK (kind IN ('number', 'mobile', 'twin')),
  key       bytea NOT NULL,
  person_id uuid NOT NULL REFERENCES persons (id),
  PRIMARY KEY (kind, key, person_id)
);
CREATE UNIQUE INDEX person_keys_number ON person_keys (key) WHERE kind = 'number';
CREATE INDEX person_keys_person ON person_keys (person_id);

CREATE TABLE person_merges (
  kept_id     uuid NOT NULL REFERENCES persons (id),
  id          uuid NOT NULL,
  gone_id     uuid NOT NULL REFERENCES persons (id),
  account_id  uuid NOT NULL,
  reason      text NOT NULL,
  recorded_at timestamptz NOT NULL,
  undone_at   timestamptz,
  PRIMARY KEY (kept_id, id)
);

CREATE TABLE employers (
  id             uuid PRIMARY KEY,
  uscc           text COLLATE "C" NOT NULL UNIQUE,
  name           text NOT NULL,
  address        text NOT NULL DEFAULT '',
  contact_sealed bytea,
  division_id    uuid REFERENCES divisions (id),
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL
);

CREATE TABLE employer_agents (
  employer_id uuid NOT NULL REFERENCES employers (id),
  person_id   uuid NOT NULL REFERENCES persons (id),
  valid_from  timestamptz NOT NULL,
  revoked_at  timestamptz,
  PRIMARY KEY (employer_id, person_id, valid_from)
);
CREATE INDEX employer_agents_person ON employer_agents (person_id);

CREATE TABLE consents (
  giver_id    uuid NOT NULL REFERENCES persons (id),
  id          uuid NOT NULL,
  receiver_id uuid NOT NULL REFERENCES persons (id),
  scopes      text[] NOT NULL,
  valid_from  timestamptz NOT NULL,
  valid_to    timestamptz,
  given_at_unit uuid, -- null: given online by the giver
  revoked_at  timestamptz,
  PRIMARY KEY (giver_id, id)
);
CREATE INDEX consents_receiver ON consents (receiver_id);

-- Catalogue ----------------------------------------------------------------------------------------------------------

CREATE TABLE items (
  code         text COLLATE "C" NOT NULL,
  version      integer NOT NULL,
  valid_from   date NOT NULL,
  valid_to     date,
  definition   jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (code, version)
);

-- A division may tighten a promise, never loosen it.
CREATE TABLE promises (
  item_code   text COLLATE "C" NOT NULL,
  division_id uuid NOT NULL REFERENCES divisions (id),
  valid_from  date NOT NULL,
  amount      integer NOT NULL CHECK (amount >= 0),
  unit        text COLLATE "C" NOT NULL CHECK (unit IN ('wd', 'd')),
  document    text NOT NULL,
  PRIMARY KEY (item_code, division_id, valid_from)
);

CREATE TABLE calendars (
  revision   integer PRIMARY KEY,
  days       jsonb NOT NULL,
  note       text NOT NULL,
  account_id uuid,
  created_at timestamptz NOT NULL,
  redated_at timestamptz -- when every open case had been dated anew
);

-- Cases --------------------------------------------------------------------------------------------------------------

CREATE TABLE case_number_blocks (
  county text COLLATE "C" NOT NULL,
  year   text COLLATE "C" NOT NULL,
  next   integer NOT NULL,
  PRIMARY KEY (county, year)
);

CREATE TABLE case_numbers (
  number  text COLLATE "C" PRIMARY KEY,
  case_id uuid NOT NULL
);

CREATE TABLE drafts (
  id             uuid PRIMARY KEY,
  seq            integer NOT NULL DEFAULT 1,
  person_id      uuid REFERENCES persons (id),
  employer_id    uuid REFERENCES employers (id),
  agent_id       uuid REFERENCES persons (id),
  unit_id        uuid REFERENCES units (id), -- the counter that helps
  item_code      text COLLATE "C" NOT NULL,
  item_version   integer NOT NULL,
  answers_sealed bytea NOT NULL,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  case_id        uuid -- what it became
);
CREATE INDEX drafts_person ON drafts (person_id, updated_at) WHERE case_id IS NULL;

CREATE TABLE cases (
  id            uuid PRIMARY KEY,
  number        text COLLATE "C" NOT NULL,
  seq           integer NOT NULL,
  status        text COLLATE "C" NOT NULL,
  item_code     text COLLATE "C" NOT NULL,
  item_version  integer NOT NULL,
  person_id     uuid REFERENCES persons (id),
  employer_id   uuid REFERENCES employers (id),
  agent_id      uuid REFERENCES persons (id),
  village_id    uuid REFERENCES divisions (id),
  confidential  boolean NOT NULL,
  submitted_at  timestamptz NOT NULL,
  decided_at    timestamptz,
  due_on        date,
  calendar      integer NOT NULL,
  clock         jsonb NOT NULL, -- every running date with its explanation
  state         jsonb NOT NULL,
  updated_at    timestamptz NOT NULL
);
CREATE INDEX cases_person ON cases (person_id, submitted_at);
CREATE INDEX cases_agent ON cases (agent_id, submitted_at) WHERE agent_id IS NOT NULL;
CREATE INDEX cases_employer ON cases (employer_id, submitted_at) WHERE employer_id IS NOT NULL;
CREATE INDEX cases_open ON cases (calendar, id) WHERE status NOT IN ('completed', 'ended', 'archived');

CREATE TABLE case_events (
  case_id     uuid NOT NULL,
  seq         integer NOT NULL,
  type        text COLLATE "C" NOT NULL,
  version     integer NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  actor       jsonb NOT NULL,
  data        jsonb NOT NULL,
  PRIMARY KEY (case_id, seq)
);

-- What a queue reads: one row per open step.
CREATE TABLE case_steps (
  case_id      uuid NOT NULL,
  id           text COLLATE "C" NOT NULL,
  kind         text COLLATE "C" NOT NULL,
  stage        text COLLATE "C" NOT NULL,
  unit_id      uuid NOT NULL,
  holder       uuid,
  item_code    text COLLATE "C" NOT NULL,
  status       text COLLATE "C" NOT NULL,
  confidential boolean NOT NULL,
  due_on       date NOT NULL, -- 9999-12-31: no date runs
  opened_at    timestamptz NOT NULL,
  PRIMARY KEY (case_id, id)
);
CREATE INDEX case_steps_queue ON case_steps (unit_id, due_on, case_id, id);
CREATE INDEX case_steps_holder ON case_steps (holder, due_on) WHERE holder IS NOT NULL;

-- Units that have handled a case may go on reading it.
CREATE TABLE case_units (
  case_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  PRIMARY KEY (case_id, unit_id)
);
CREATE INDEX case_units_unit ON case_units (unit_id, case_id);

CREATE TABLE case_texts (
  case_id    uuid NOT NULL,
  id         uuid NOT NULL,
  kind       text COLLATE "C" NOT NULL, -- 'answers', or the field of the command that brought it
  sealed     bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (case_id, id)
);

CREATE TABLE case_outside_numbers (
  number  text COLLATE "C" NOT NULL,
  system  text NOT NULL,
  case_id uuid NOT NULL,
  PRIMARY KEY (number, system, case_id)
);

CREATE TABLE papers (
  case_id     uuid NOT NULL, -- or the draft's id, until it becomes the case's
  id          uuid NOT NULL,
  material    text COLLATE "C" NOT NULL,
  digest      bytea NOT NULL,
  media_type  text COLLATE "C" NOT NULL,
  bytes       integer NOT NULL,
  name_sealed bytea NOT NULL,
  uploaded_by jsonb NOT NULL,
  uploaded_at timestamptz NOT NULL,
  removed_at  timestamptz,
  PRIMARY KEY (case_id, id)
);
CREATE INDEX papers_digest ON papers (digest);

CREATE TABLE documents (
  case_id    uuid NOT NULL,
  id         uuid NOT NULL,
  kind       text COLLATE "C" NOT NULL,
  data_sealed bytea NOT NULL, -- what the document says, frozen at its issue
  digest     bytea, -- its printed bytes, kept from the first opening on
  bytes      integer,
  code       text COLLATE "C" NOT NULL UNIQUE, -- what the QR code says
  revoked_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (case_id, id)
);

-- Fires exactly once: the row is the reminder; the poller is only woken.
CREATE TABLE reminders (
  case_id    uuid NOT NULL,
  obligation text COLLATE "C" NOT NULL,
  generation integer NOT NULL,
  kind       text COLLATE "C" NOT NULL CHECK (kind IN ('due-soon', 'due', 'overdue', 'lapse')),
  fire_on    date NOT NULL,
  fired_at   timestamptz,
  cancelled_at timestamptz,
  PRIMARY KEY (case_id, obligation, generation, kind)
);
CREATE INDEX reminders_waiting ON reminders (fire_on, case_id) WHERE fired_at IS NULL AND cancelled_at IS NULL;

CREATE TABLE notices (
  id         uuid PRIMARY KEY,
  person_id  uuid REFERENCES persons (id),
  unit_id    uuid REFERENCES units (id),
  account_id uuid REFERENCES accounts (id),
  case_id    uuid,
  code       text COLLATE "C" NOT NULL,
  params     jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  read_at    timestamptz
);
CREATE INDEX notices_person ON notices (person_id, created_at) WHERE person_id IS NOT NULL;
CREATE INDEX notices_unit ON notices (unit_id, created_at) WHERE unit_id IS NOT NULL;

-- Whatever leaves the database: at least once, under a key that the receiver can use.
CREATE TABLE outbox (
  id         uuid PRIMARY KEY,
  channel    text COLLATE "C" NOT NULL,
  sealed     bytea NOT NULL,
  created_at timestamptz NOT NULL,
  attempts   integer NOT NULL DEFAULT 0,
  next_at    timestamptz NOT NULL,
  sent_at    timestamptz
);
CREATE INDEX outbox_waiting ON outbox (next_at) WHERE sent_at IS NULL;

-- Ratings: one invitation after each counter visit and one after every ending; an unanswered one stays unanswered.
CREATE TABLE rating_invitations (
  case_id    uuid NOT NULL,
  id         uuid NOT NULL,
  occasion   text COLLATE "C" NOT NULL CHECK (occasion IN ('visit', 'ending')),
  unit_id    uuid NOT NULL,
  day        date NOT NULL,
  person_id  uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (case_id, id),
  UNIQUE (case_id, occasion, unit_id, day)
);
CREATE INDEX rating_invitations_person ON rating_invitations (person_id, created_at);

CREATE TABLE ratings (
  case_id       uuid NOT NULL,
  invitation_id uuid NOT NULL,
  level         integer NOT NULL CHECK (level BETWEEN 1 AND 5),
  reasons       text[] NOT NULL DEFAULT '{}',
  words_sealed  bytea,
  person_id     uuid NOT NULL,
  rated_at      timestamptz NOT NULL,
  PRIMARY KEY (case_id, invitation_id)
);

-- Platform -----------------------------------------------------------------------------------------------------------

CREATE TABLE idempotency (
  actor      text COLLATE "C" NOT NULL,
  operation  text COLLATE "C" NOT NULL,
  key        text COLLATE "C" NOT NULL,
  digest     bytea NOT NULL,
  result     jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (actor, operation, key)
);
CREATE INDEX idempotency_old ON idempotency (created_at);

CREATE TABLE audit (
  id         uuid PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor      jsonb NOT NULL,
  operation  text COLLATE "C" NOT NULL,
  outcome    text COLLATE "C" NOT NULL,
  case_id    uuid,
  person_id  uuid, -- whose record was opened or changed
  purpose    text COLLATE "C",
  detail     jsonb NOT NULL DEFAULT '{}',
  position   bigint, -- set once by the sealer, with the hash
  hash       bytea
);
CREATE INDEX audit_person ON audit (person_id, at) WHERE person_id IS NOT NULL;
CREATE INDEX audit_case ON audit (case_id, at) WHERE case_id IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (id) WHERE position IS NULL;
CREATE UNIQUE INDEX audit_position ON audit (position) WHERE position IS NOT NULL;

-- Append-only: nothing is deleted, and a sealed row never changes.
CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.position IS NULL AND NEW.position IS NOT NULL
     AND (NEW.id, NEW.at, NEW.actor, NEW.operation, NEW.outcome, NEW.detail) = (OLD.id, OLD.at, OLD.actor, OLD.operation, OLD.outcome, OLD.detail)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_guard();

CREATE TABLE settings (
  key   text COLLATE "C" PRIMARY KEY,
  value jsonb NOT NULL
);
