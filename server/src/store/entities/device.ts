/** The columns of `devices dv`. */
export const DEVICE = `dv.id, dv.user_id, dv.name, dv.platform, dv.app_version, dv.is_active, dv.registered_at,
  dv.last_seen_at, dv.pending_events, dv.clock_drift_ms, dv.revoked_at, dv.revoke_reason,
  dv.wipe_state, dv.wipe_told_at, dv.wipe_confirmed_at`;
