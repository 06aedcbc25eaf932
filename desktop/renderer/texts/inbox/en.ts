import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { inboxFr } from './fr.ts';

export const inboxEn: Translation<typeof inboxFr> = {
  all: 'See all',
  answer: 'See to it',
  answerOf: 'See to it: {{what}}',
  confirm: 'Save',
  outcome: 'How does it stand?',
  outcomes: { DONE: 'Done: what had to be done is done', NOTED: 'Noted: there is nothing to do' },
  note: 'Remark (optional)',
  todo: {
    ALREADY_VALIDATED:
      'The first delivery counts. Ask both drivers who handed the goods over; if it was the other one, tell HQ.',
    ALREADY_INVOICED: 'The note has its invoice already. Nothing to do again; if the amounts differ, tell HQ.',
    ENTITY_EXISTS: 'It is at HQ already. Nothing to do.',
    DELIVERY_CANCELLED: 'HQ had cancelled this note. Keep the goods or the money apart and call HQ.',
    QR_MISMATCH: 'The driver scanned another note’s code. Have the right stop opened and scanned again.',
    FORBIDDEN_ACTION: 'This account may not do it. Ask HQ to correct its role, or have the right person do it.',
    CHECKSUM_MISMATCH: 'The phone sends it again by itself. Leave it near the Wi-Fi.',
    SIGNATURE_INVALID: 'Have the person sign in again on the phone. If it comes back, call HQ.',
    INVALID_EVENT: 'Ask the person what was entered and tell HQ: the entry is kept here.',
    EVENT_ID_REUSED: 'Nothing to do here; if it comes back, call HQ.',
    DEVICE_REVOKED: 'HQ has withdrawn this phone. Its entries are kept: HQ decides whether they count.',
    BUSY: 'Nothing to do: it is being tried again.',
    OTHER: 'Call HQ and read this line out: the entry is kept here.',
  },
};
