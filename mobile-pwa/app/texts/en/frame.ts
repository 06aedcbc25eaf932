import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { frame as french } from '../fr/frame.ts';

export const frame: Translation<typeof french> = {
  nav: { label: 'Screens', tour: 'Tour', sell: 'Sell', stock: 'Stock', me: 'Me', back: 'Back' },
  list: {
    more_one: '{{count}} more.',
    more_other: '{{count}} more.',
    typeMore: 'Type further letters.',
    show_one: 'Show {{count}} more',
    show_other: 'Show {{count}} more',
  },
  me: {
    title: 'Me',
    device: 'This phone',
    version: 'Version',
    lastPull: 'Data from the depot',
    lastPullNever: 'not received yet',
    storage: 'Protected storage',
    storageYes: 'yes: the browser will not delete what you entered',
    storageNo: 'no: install the app on the home screen',
    mobileData: 'Send to HQ over mobile data',
    appearance: 'Display',
    update: 'A new version is ready',
    updateUnsent_one: '{{count}} still to send: the update loses nothing, but send first if the depot is in reach.',
    updateUnsent_other: '{{count}} still to send: the update loses nothing, but send first if the depot is in reach.',
    updateAction: 'Update',
    signOut: 'Sign out…',
    signOutSure: 'Sign out?',
    signOutMore: 'You will need the depot’s network to sign in again.',
    signOutUnsent_one:
      '{{count}} entry is not at HQ yet. It stays on this phone and will leave when you sign in again.',
    signOutUnsent_other:
      '{{count}} entries are not at HQ yet. They stay on this phone and will leave when you sign in again.',
    signOutYes: 'Sign out',
    stay: 'Stay signed in',
  },
  install: {
    action: 'Install on this phone',
    title: 'On the home screen',
    why: 'The app then opens by one tap without a network, and the browser deletes nothing of what you entered.',
    ios: 'Open this page in Safari.\nTap the “Share” button (a square with an arrow).\nChoose “Add to Home Screen”, then “Add”.',
    menu: 'Open the browser’s menu (⋮).\nChoose “Install app” or “Add to Home screen”.',
    close: 'Understood',
  },
  missingScreen: {
    title: 'This page could not be loaded',
    more: 'Nothing you entered is lost. Move to where there is a network and try again, or go back.',
    retry: 'Try again',
  },
  notFound: { title: 'This page does not exist', more: 'Go back to the tour.' },
};
