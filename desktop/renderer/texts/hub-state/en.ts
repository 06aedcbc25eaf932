import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { backupFr, diskFr, lineFr, recoveryFr } from './fr.ts';

export const lineEn: Translation<typeof lineFr> = {
  TRYING: 'Calling HQ…',
  TRYING_more: 'Phones can go on working: everything is kept here.',
  draining: 'Sending to HQ',
  drainingMore: '{{sent}} of {{total}} have gone · {{speed}} a second · {{left}} to go',
  drainingStill: '{{sent}} of {{total}} have gone. The rest is safe here.',
  CLOCK: 'Is this computer’s clock right?',
  CLOCK_more: 'Everything is safe here. HQ is out of reach while the date or time is wrong: correct them.',
  STRANGER: 'What answers is not HQ',
  STRANGER_more: 'Everything is safe here and is handed to nobody else. Call HQ.',
  PORTAL: 'The internet asks for a sign-in',
  PORTAL_more:
    'Everything is safe here. Another page answers in HQ’s place: open a browser and sign in to the internet, or call the provider.',
  UNKNOWN_HUB: 'HQ does not know this computer',
  UNKNOWN_HUB_more: 'Everything is safe here. Call HQ: it must enrol this computer again.',
  VERSION: 'This program is too old for HQ',
  VERSION_more: 'Everything is safe here. Install the new version of Manchengo Hub, or call HQ.',
  BUSY: 'HQ answers, but is busy',
  BUSY_more: 'Everything is safe here. Sending goes on by itself: there is nothing to do.',
  REVOKED: 'HQ has withdrawn this computer',
  REVOKED_more:
    'Phones go on with another depot computer or with HQ; nothing more is taken here. What has not left is kept here. To work again, this PC needs a new code from HQ.',
  TWICE: 'Another computer works in this one’s place',
  TWICE_more:
    'What is here still goes to HQ; nothing new is taken. Switch one of the two off, restart the other, or call HQ.',
  loading: 'The depot’s data are coming from HQ',
  loadingMore: '{{done}} of {{total}} are here. Phones can work already: everything is kept here.',
  loadingStill: '{{done}} are here. Phones can work already: everything is kept here.',
  NO_ROOM: 'There is no room here for what HQ sends',
  NO_ROOM_more: 'What is handed in here is safe and goes to HQ. Make room on this PC: the rest comes by itself.',
  NOT_KEPT: 'This PC cannot keep what HQ sends',
  NOT_KEPT_more: 'What is handed in here is safe, and it is tried again by itself. If it lasts, call HQ.',
  OTHER: 'HQ refuses the exchange',
  OTHER_more: 'Everything is safe here, and it is tried again by itself. If it lasts, call HQ.',
};

export const diskEn: Translation<typeof diskFr> = {
  title: 'Disk nearly full: {{free}} MB left',
  NO_PHOTOS: 'Everything is safe here. New photos stay on the phones.',
  NO_EVENTS: 'Everything is safe here. What phones record stays with them, or goes to HQ directly.',
  FULL: 'Everything is safe here and still goes to HQ. What phones record stays with them.',
  todo: 'Make room on this computer: at least {{floor}} MB. Empty the bin, or move videos and pictures away.',
};

export const recoveryEn: Translation<typeof recoveryFr> = {
  DATABASE: 'On {{at}} this computer’s data was damaged: it has been replaced',
  IDENTITY: 'On {{at}} a file of this computer was damaged: it has been replaced',
  KEY: 'On {{at}} this computer’s key was damaged: it has been replaced',
  CERTIFICATE: 'On {{at}} this computer’s certificate was damaged: it has been replaced',
  FROM_BACKUP: 'It was taken from the backup of {{to}}. The old file is kept aside.',
  FROM_COPY: 'There was a copy of it. The old file is kept aside.',
  BEGUN_ANEW: 'There was no copy left: this computer has begun again, and takes its data from HQ.',
  phones:
    'Phones keep what is not at HQ and hand it in again by themselves: let them come. If this happens again, have the disk checked.',
  read: 'I have read it',
  watch: 'There is nothing else to do. If this happens again, have this computer’s disk checked.',
};

export const backupEn: Translation<typeof backupFr> = {
  failed: 'The last backup could not be made',
  failedTodo: 'Make room on this computer. If it goes on, call HQ.',
  missing: 'The backup drive is not there',
  missingTodo: 'Plug it in again: backups are made on this computer only for now.',
};
