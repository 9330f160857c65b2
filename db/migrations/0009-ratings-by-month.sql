-- Ratings are summed by unit and month like the cases: of millions of them the map reads a dozen rows for each unit.
ALTER TABLE planning_loads
  ADD COLUMN ratings integer NOT NULL DEFAULT 0,
  ADD COLUMN rating_sum integer NOT NULL DEFAULT 0,
  ALTER COLUMN received SET DEFAULT 0,
  ALTER COLUMN ended SET DEFAULT 0;
-- Ratings are stored in the order in which they are given: a few pages of index find a month.
CREATE INDEX ratings_rated ON ratings USING brin (rated_at);
-- An empty table is counted from the first case and rating on, by the job that counts every few minutes.
DELETE FROM planning_loads;
