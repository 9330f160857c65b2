-- Ratings are summed by unit and month like the cases: of millions of them the map reads a dozen rows for each unit.
ALTER TABLE planning_loads
  ADD COLUMN ratings integer NOT NULL DEFAULT 0,
  ADD COLUMN rating_sum integer NOT NULL DEFAULT 0,
  ALTER COLUMN received SET DEFAULT 0,
  ALTER COLUMN ended SET DEFAULT 0;
-- Ratings are stored in the order in which they are given: a few pages of index find a month.
CREATE INDEX ratings_rated ON ratings USING brin (rated_at);
INSERT INTO planning_loads (unit_id, month, ratings, rating_sum, counted_at)
SELECT i.unit_id, date_trunc('month', r.rated_at AT TIME ZONE 'Asia/Shanghai')::date, count(*), sum(r.level), max(r.rated_at)
FROM ratings r JOIN rating_invitations i ON i.case_id = r.case_id AND i.id = r.invitation_id
GROUP BY 1, 2
ON CONFLICT (unit_id, month) DO UPDATE SET ratings = excluded.ratings, rating_sum = excluded.rating_sum;
