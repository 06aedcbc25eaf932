/** The calls of the depot's screen, which its own window alone may make. */
export const WINDOW_CALLS = [
  'GET /api/desktop/tours',
  'GET /api/desktop/journal',
  'GET /api/desktop/clerks',
  'POST /api/desktop/clerks',
  'POST /api/desktop/clerks/:user_id/forget',
  'GET /api/desktop/settings',
  'POST /api/desktop/settings',
  'GET /api/desktop/phones/:device_id/chain',
  'GET /api/desktop/acts',
  'POST /api/desktop/phones/:device_id/ask-revoke',
  'POST /api/desktop/phones/:device_id/code',
  'POST /api/desktop/inbox/:event_id',
  'GET /api/desktop/queue-files',
  'POST /api/desktop/queue-files',
  'POST /api/desktop/queue-files/offer',
];
