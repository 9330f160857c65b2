-- The audit log: sealing a row sets its place and hash and nothing else, and no command empties the table.
CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.position IS NULL AND NEW.position IS NOT NULL
     AND (NEW.id, NEW.at, NEW.actor, NEW.operation, NEW.outcome, NEW.detail)
       = (OLD.id, OLD.at, OLD.actor, OLD.operation, OLD.outcome, OLD.detail)
     AND (NEW.case_id, NEW.person_id, NEW.purpose) IS NOT DISTINCT FROM (OLD.case_id, OLD.person_id, OLD.purpose)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_guard();

-- Which cases a holiday table moved, and which files a document names.
CREATE INDEX case_events_redated ON case_events ((data->>'calendar')) WHERE type = 'redated';
CREATE INDEX documents_digest ON documents (digest) WHERE digest IS NOT NULL;
