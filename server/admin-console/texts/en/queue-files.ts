import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { queueFiles as french } from '../fr/queue-files.ts';

export const queueFiles: Translation<typeof french> = {
  queueFile: {
    intro:
      'A phone that reaches neither a depot nor HQ saves its entries to a file (.jwe). Bring it here: HQ takes them as if the phone had sent them. The same file brought twice changes nothing.',
    file: 'The phone’s file',
    drop: 'Choose it, or drop it into this frame.',
    choose: 'Choose a file',
    take: 'Take the entries',
    taken: 'The file was read',
    added_one: '{{count}} entry has come to HQ by this file.',
    added_other: '{{count}} entries have come to HQ by this file.',
    known_one: '{{count}} entry was at HQ already: it counts once.',
    known_other: '{{count}} entries were at HQ already: they count once.',
    quarantined_one: '{{count}} entry is of a revoked device: it does not count until an administrator has decided.',
    quarantined_other:
      '{{count}} entries are of a revoked device: they do not count until an administrator has decided.',
    decide: 'Decide',
    spoilt_one: '{{count}} entry was damaged or forged and was not taken: the phone keeps the true one.',
    spoilt_other: '{{count}} entries were damaged or forged and were not taken: the phone keeps the true ones.',
    empty: 'The file holds no entry.',
    photos: 'Photos are not in the file: the phone sends them when it reaches HQ.',
    refused: 'This file was not taken',
    nothingLost: 'Nothing is lost: the phone keeps all its entries.',
    faults: {
      NO_QUEUE_FILE: 'This is not a phone’s file: choose the one that the phone has saved (en-attente-….jwe).',
      NEWER_VERSION: 'A newer app has made this file: update the server, then bring it again.',
      OTHER_COMPANY: 'This file was made for another company’s server.',
      DAMAGED: 'The file was damaged on its way: have the phone save it again.',
      TOO_MANY_EVENTS: 'The file holds more than 5,000 entries: have the phone save it in several.',
    },
  },
};
