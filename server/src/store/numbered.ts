/**
 * The positions beyond $1 and up to $2 with the ids of their changes, in order. From the append in which the first of them
 * stands on, whose first position may lie before: no append is passed over, and none before it is read.
 */
export const NUMBERED = `
  SELECT p.first_pos + g.place AS pos, p.first_id + g.place AS id
  FROM positions p CROSS JOIN LATERAL generate_series(greatest(0, $1::bigint + 1 - p.first_pos), p.size - 1) AS g (place)
  WHERE p.first_pos >= (SELECT coalesce(max(first_pos), 0) FROM positions WHERE first_pos <= $1::bigint) AND p.first_pos <= $2
  ORDER BY p.first_pos, g.place`;
