-- A half-hour at a service point that is kept for one person and one item. A slot is never overbooked because a booking holds
-- its site's row; who else waits in a hall, and by which ticket, will stand beside this, not in it.
CREATE TABLE appointments (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES persons (id),
  item_code    text COLLATE "C" NOT NULL,
  item_version integer NOT NULL,
  site_id      uuid NOT NULL REFERENCES sites (id),
  day          date NOT NULL,
  time         text COLLATE "C" NOT NULL CHECK (time ~ '^[0-2][0-9]:[0-5][0-9]$'),
  status       text COLLATE "C" NOT NULL CHECK (status IN ('booked', 'came', 'missed', 'cancelled')),
  account_id   uuid REFERENCES accounts (id), -- the clerk who booked it; null: the person, or who acts for them
  created_at   timestamptz NOT NULL,
  settled_at   timestamptz
);
CREATE INDEX appointments_site ON appointments (site_id, day, time);
CREATE INDEX appointments_person ON appointments (person_id, day);

-- Where one stood before its site closed, moved or opened later, oldest first; undone when it went back there.
CREATE TABLE appointment_moves (
  appointment_id uuid NOT NULL REFERENCES appointments (id),
  seq            integer NOT NULL,
  site_id        uuid NOT NULL REFERENCES sites (id),
  day            date NOT NULL,
  time           text COLLATE "C" NOT NULL,
  moved_at       timestamptz NOT NULL,
  undone_at      timestamptz,
  PRIMARY KEY (appointment_id, seq)
);
CREATE INDEX appointment_moves_site ON appointment_moves (site_id) WHERE undone_at IS NULL;
