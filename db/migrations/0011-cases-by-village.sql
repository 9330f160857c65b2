-- Cases summed up by the village that they come from and the month, so that a snapshot never counts a million rows.
CREATE TABLE planning_origins (
  village_id uuid NOT NULL,
  month      date NOT NULL,
  received   integer NOT NULL,
  PRIMARY KEY (village_id, month)
);
-- An empty table is counted from the first case on, by the job that counts every few minutes.
DELETE FROM planning_loads;
