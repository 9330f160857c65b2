-- A row of the log is written once and never touched again: what seals it stands apart, a block of rows at a time. Before, every
-- row was written twice, and each of its places in five indexes too. The chain itself, row by row, stays as it was.
CREATE TABLE audit_seals (
  position bigint PRIMARY KEY, -- of the first of its rows; those after it follow without a gap
  ids      uuid[] NOT NULL,
  hashes   bytea[] NOT NULL
);
-- What waits for the sealer.
CREATE TABLE audit_pending (
  id uuid PRIMARY KEY
);

INSERT INTO audit_seals
SELECT min(position), array_agg(id ORDER BY position), array_agg(hash ORDER BY position)
FROM audit WHERE position > 0 GROUP BY (position - 1) / 500;
INSERT INTO audit_pending SELECT id FROM audit WHERE position IS NULL;

ALTER TABLE audit DROP COLUMN position, DROP COLUMN hash;

CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_guard();
CREATE TRIGGER audit_seals_never_emptied BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION audit_guard();

-- Whoever writes a row, it waits for its seal.
CREATE FUNCTION audit_awaits_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_pending SELECT id FROM written;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_awaits_seal AFTER INSERT ON audit REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION audit_awaits_seal();
