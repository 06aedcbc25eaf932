/** The columns of `service_accounts sa`, with `u` who made it: without the hash of its key. */
export const SERVICE_ACCOUNT = `sa.id, sa.name, sa.key_prefix, sa.scopes, sa.depot_id, sa.created_at, sa.created_by,
  u.name AS created_by_name, sa.expires_at, sa.last_used_at, sa.revoked_at`;
