/** The columns of `hubs h`. */
export const HUB = `h.id, h.depot_id, h.name, h.app_version, h.last_seen_at, h.backlog, h.certificate_expires_at,
  h.health, h.health_at, h.revoked_at, h.revoke_reason`;
