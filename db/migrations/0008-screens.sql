-- A screen on a wall is let in for a stated time, by itself, to read the figures of the wall and nothing else.
CREATE TABLE screens (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  place      text NOT NULL,
  made_by    uuid NOT NULL REFERENCES accounts (id),
  made_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- The code that is typed at the screen follows from the nonce and a key outside the database; once typed it is gone.
  code_nonce uuid,
  code_hash  bytea UNIQUE,
  code_until timestamptz,
  -- How often a code was typed: whoever held the token of an earlier time is out.
  pairing    integer NOT NULL DEFAULT 0,
  token_hash bytea UNIQUE,
  paired_at  timestamptz,
  seen_at    timestamptz,
  revoked_at timestamptz,
  revoked_by uuid REFERENCES accounts (id)
);
