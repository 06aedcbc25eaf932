/** The columns of `webhooks w`, with `u` who made it: without its secrets. */
export const WEBHOOK = `w.id, w.name, w.url, w.kinds, w.state, w.created_at, w.created_by, u.name AS created_by_name,
  w.former_until, w.last_delivered_at, w.failing_since, w.failure, w.failure_status, w.next_attempt_at`;
