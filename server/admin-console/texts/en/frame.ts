import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { frame as french } from '../fr/frame.ts';

export const frame: Translation<typeof french> = {
  signIn: { title: 'HQ console', username: 'User name', password: 'Password', submit: 'Sign in' },
  nav: {
    label: 'Sections',
    deliveries: 'Deliveries',
    invoices: 'Invoices',
    payments: 'Payments',
    stock: 'Stock',
    attention: 'Needs you',
    devices: 'Devices',
    users: 'Users',
    hubs: 'Depot computers',
    signOut: 'Sign out',
    readOnly: 'read only',
  },
  list: {
    search: 'Search',
    depot: 'Depot',
    all: 'all',
    more: 'Show more',
    count_one: '{{count}} row',
    count_other: '{{count}} rows',
    cut_one: '{{count}} row shown, and there are more.',
    cut_other: '{{count}} rows shown, and there are more.',
    countMore: 'more than {{count}} rows',
    noMatch: 'Nothing matches these filters',
    noMatchMore: 'Take a filter away to see more rows.',
    clear: 'Take the filters away',
    open: 'Open {{name}}',
  },
  notFound: 'This page does not exist',
  notFoundMore: 'Choose a section in the menu.',
  noAccess: 'The console is for HQ',
  noAccessMore:
    'Your app is on your phone: connect it to the depot’s Wi-Fi and open the address that the depot’s screen shows under “Add a phone”.',
};
