import {
  type Icon,
  IconAddressBook,
  IconCoins,
  IconDatabase,
  IconHandStop,
  IconPackages,
  IconSun,
  IconTruckDelivery,
  IconUsers,
} from '@tabler/icons-react';
import { HQ_ROLES, type Role } from '#shared/contract/entities.ts';
import type { fr } from '../texts/fr.ts';

type Nav = keyof (typeof fr)['nav'];

export interface SectionPage {
  path: string;
  name: Nav;
  /** Who has no such page: whoever is no admin, or is not of HQ. */
  only?: 'admin' | 'hq';
}

export interface Section {
  name: Nav;
  icon: Icon;
  /** The first one is where the section begins. */
  pages: readonly [SectionPage, ...SectionPage[]];
}

/** The menu: what HQ's day is made of, few entries, each with the pages that belong to it. */
export const SECTIONS: readonly Section[] = [
  {
    name: 'today',
    icon: IconSun,
    pages: [
      { path: '/', name: 'today' },
      { path: '/arrivals', name: 'arrivals' },
    ],
  },
  {
    name: 'deliveries',
    icon: IconTruckDelivery,
    pages: [
      { path: '/deliveries', name: 'deliveries' },
      { path: '/tours', name: 'tours' },
    ],
  },
  { name: 'attention', icon: IconHandStop, pages: [{ path: '/attention', name: 'attention' }] },
  {
    name: 'money',
    icon: IconCoins,
    pages: [
      { path: '/invoices', name: 'invoices' },
      { path: '/credit-notes', name: 'creditNotes' },
      { path: '/payments', name: 'payments' },
      { path: '/cheques', name: 'cheques' },
      { path: '/numbers', name: 'numbers' },
      { path: '/accounting', name: 'accounting' },
      { path: '/journal-accounts', name: 'journalAccounts' },
      { path: '/tva-rules', name: 'tvaRules' },
      { path: '/stamp-rules', name: 'stampRules' },
    ],
  },
  {
    name: 'stock',
    icon: IconPackages,
    pages: [
      { path: '/stock', name: 'stock' },
      { path: '/lots', name: 'lots' },
      { path: '/transfers', name: 'transfers' },
    ],
  },
  {
    name: 'records',
    icon: IconAddressBook,
    pages: [
      { path: '/clients', name: 'clients' },
      { path: '/products', name: 'products' },
    ],
  },
  {
    name: 'people',
    icon: IconUsers,
    pages: [
      { path: '/users', name: 'users' },
      { path: '/devices', name: 'devices' },
      { path: '/depots', name: 'depots' },
      { path: '/hubs', name: 'hubs' },
      { path: '/company', name: 'company' },
    ],
  },
  {
    name: 'data',
    icon: IconDatabase,
    pages: [
      { path: '/acts', name: 'acts', only: 'hq' },
      { path: '/entries', name: 'entries' },
      { path: '/trail', name: 'trail', only: 'hq' },
      { path: '/import', name: 'import', only: 'admin' },
      { path: '/queue-file', name: 'queueFile', only: 'admin' },
      { path: '/service-accounts', name: 'programs', only: 'admin' },
      { path: '/webhooks', name: 'webhooks', only: 'admin' },
    ],
  },
];

/** The sections that a role sees, each with the pages that it sees of them. */
export const sectionsFor = (role: Role): Section[] =>
  SECTIONS.flatMap((section) => {
    const [first, ...others] = section.pages.filter(({ only }) => mayOpen(role, only));
    return first ? [{ ...section, pages: [first, ...others] as const }] : [];
  });

const mayOpen = (role: Role, only: SectionPage['only']): boolean =>
  only === undefined || role === 'admin' || (only === 'hq' && HQ_ROLES.includes(role));

/** The section in which a page of the console lies. */
export const isIn = (section: Section, location: string): boolean =>
  section.pages.some(({ path }) => location === path || (path !== '/' && location.startsWith(`${path}/`)));
