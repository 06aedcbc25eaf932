import type { EventErrorCode, RequestErrorCode } from './errors.ts';

/** What a code means, and what whoever runs the system does about it. `shared/docs/errors.md` is made of this. */
export interface ErrorHelp {
  /** One sentence without a full stop; a problem's `title`. */
  title: string;
  /** What the operator does: an admin at HQ, or the depot's clerk. */
  operator: string;
}

export const EVENT_HELP: Record<EventErrorCode, ErrorHelp> = {
  ALREADY_VALIDATED: {
    title: 'Another validation of this delivery came first',
    operator:
      'Open Attention, Conflicts: compare the two validations with the goods and the cash, and settle the difference with the two drivers.',
  },
  ALREADY_INVOICED: {
    title: 'This delivery has an invoice already',
    operator:
      'Look up the invoice that stands. If the second one is right, cancel the first by a credit note and invoice again.',
  },
  ENTITY_EXISTS: {
    title: 'What the entry creates was created before',
    operator:
      'Compare the two entries in Conflicts. If the later one has the right data, enter them as a change of the first.',
  },
  DELIVERY_CANCELLED: {
    title: 'HQ had cancelled this delivery',
    operator:
      'Ask the driver whether goods were handed over or cash was taken: both are kept with the conflict. If so, plan a delivery for them.',
  },
  QR_MISMATCH: {
    title: 'The scanned code is not the code of this delivery',
    operator: 'Ask the driver which note was scanned. Print the note again where its code cannot be read.',
  },
  FORBIDDEN_ACTION: {
    title: 'The person may not do this, or the affair is of another depot',
    operator:
      'Look at the alert. If the person should have the right, correct the role or the depot at HQ; stock and production are entered at HQ only.',
  },
  CHECKSUM_MISMATCH: {
    title: 'This copy of the entry was altered on its way',
    operator:
      'Nothing if it stays at one: the true copy is offered again. If it repeats, look at Refused copies for the hub that brought them, and check its disk and memory.',
  },
  SIGNATURE_INVALID: {
    title: 'No valid signature of the device vouches for this copy',
    operator:
      'Treat it as a possible forgery: look at Refused copies for who brought it, and revoke that device where nobody can explain it.',
  },
  INVALID_EVENT: {
    title: 'The entry is not as the contract asks',
    operator:
      'Update the app on that phone. If it repeats with the newest app, report the entry of Refused copies to the developers.',
  },
  EVENT_ID_REUSED: {
    title: 'The number of this entry stands for another one',
    operator: 'Have the phone sign in as a new device: it may have been restored from a backup. Its entries stay.',
  },
  DEVICE_REVOKED: {
    title: 'The device was revoked before the entry came in',
    operator: 'Open Attention, Quarantine, and accept or reject the entry after you have spoken with its author.',
  },
  BUSY: {
    title: 'The server had no time for this entry',
    operator:
      'Nothing: it is offered again. If it goes on for an hour, look at the load of the server and its database.',
  },
};

export const REQUEST_HELP: Record<RequestErrorCode, ErrorHelp> = {
  INVALID_REQUEST: {
    title: 'The request is not as the contract asks',
    operator: 'In an import or a script: correct what `detail` names. From an app: update it.',
  },
  TOKEN_EXPIRED: {
    title: 'The access token has expired',
    operator: 'Nothing: the app renews it. If a person is asked again and again, check the clock of that device.',
  },
  TOKEN_INVALID: {
    title: 'The access token is not valid here',
    operator: 'Sign in again. If it concerns a hub, enrol it anew with a code of HQ.',
  },
  TOKEN_REUSED: {
    title: 'The session was used from elsewhere',
    operator:
      'Have the person sign in again. If they do not know of a second device, reset the password and look at Devices.',
  },
  INVALID_CREDENTIALS: {
    title: 'The user name or the password is wrong',
    operator: 'Make a code for a new password in Users, and read it out.',
  },
  DEVICE_REVOKED: {
    title: 'The device was revoked',
    operator:
      'Nothing if it was meant: the phone hands in and erases itself. Else have the person sign in on it as a new device.',
  },
  FORBIDDEN: {
    title: 'This is not yours to do',
    operator: 'Have an administrator do it, or correct the role or the depot of the person in Users.',
  },
  NOT_FOUND: {
    title: 'There is nothing here',
    operator: 'Check the address or the number. A list at HQ shows what there is.',
  },
  BATCH_ID_REUSED: {
    title: 'The batch id stood for another batch',
    operator: 'Nothing: the app sends the entries under another id. If it repeats, report it to the developers.',
  },
  DEVICE_LIMIT: {
    title: 'The account is used on too many devices',
    operator:
      'Have the person choose which device is given up, and read out the code for it from Users; or revoke one in Devices.',
  },
  DEVICE_CONFLICT: {
    title: 'The device belongs to another account or key',
    operator: 'Have the person install the app anew: a device stays with its first user.',
  },
  CODE_INVALID: {
    title: 'The enrolment code is not valid',
    operator: 'Make a new code at HQ: each works for one hub or one device, and only for a time.',
  },
  CONFLICT: {
    title: 'Things are not as the request takes them to be',
    operator: 'Read `detail`, load the page again, and decide anew.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    title: 'The Idempotency-Key stood for another request',
    operator:
      'In a script: make up a new key for each request, and send the same one only when the very same request is repeated. From the console: load the page again.',
  },
  CURSOR_EXPIRED: {
    title: 'The cursor is too old or of another epoch',
    operator: 'Nothing: the device loads its data anew and keeps what it has not handed in.',
  },
  PRECONDITION_FAILED: {
    title: 'It was changed meanwhile',
    operator: 'Load the page again, look at what somebody else has changed, and change it anew.',
  },
  BATCH_TOO_LARGE: {
    title: 'The request is too large',
    operator: 'Nothing for a device: it halves the batch. Cut a file that is imported into several.',
  },
  BLOB_TOO_LARGE: {
    title: 'The photo or signature is too large',
    operator: 'Update the app: it makes photos smaller before it keeps them.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    title: 'This kind of content is not understood here',
    operator: 'Send JSON; send an imported file as text/csv.',
  },
  HASH_MISMATCH: {
    title: 'The content is not what its name says',
    operator:
      'Nothing: the photo is sent again. If it repeats for one phone, its storage is failing: replace the phone.',
  },
  UPGRADE_REQUIRED: {
    title: 'This version of the protocol is not spoken any more',
    operator: 'Update the app or the hub; what it has recorded can still be handed in.',
  },
  PRECONDITION_REQUIRED: {
    title: 'The change does not say what it changes',
    operator: 'In a script: send `If-Match` with the `ETag` that GET gave.',
  },
  RATE_LIMITED: {
    title: 'Too many requests',
    operator:
      'Wait as long as the answer says. If a whole yard is refused, look in the log for the one device that asks too often.',
  },
  UNAVAILABLE: {
    title: 'Not available right now',
    operator:
      'Wait a minute: devices try again by themselves. If it stays, check that the server, its database and the line to them are up.',
  },
  INTERNAL: {
    title: 'Something broke here',
    operator:
      'Look up the `x-request-id` of the answer in the log of that node, and report the entry there to the developers. Nothing was lost.',
  },
};
