-- What grows with every case is found by an index, newest first, never by reading it from end to end.

-- The log of one member of staff, and of one operation.
CREATE INDEX audit_account ON audit ((actor->>'account'), id) WHERE actor->>'account' IS NOT NULL;
CREATE INDEX audit_operation ON audit (operation, id);

-- Notices are listed by id, which is their order in time.
DROP INDEX notices_person;
DROP INDEX notices_unit;
CREATE INDEX notices_person ON notices (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX notices_unit ON notices (unit_id, id) WHERE unit_id IS NOT NULL;
