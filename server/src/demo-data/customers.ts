import type { ClientKind } from '#shared/contract/events.ts';
import type { CompanyInput, NewClient } from '#shared/contract/hq/requests.ts';

/** What the demo knows of its shops beyond name and place, and of the company itself. All numbers are invented. */
const KINDS: Record<string, ClientKind> = {
  Grossiste: 'WHOLESALER',
  Pizzeria: 'FAST_FOOD',
  Snack: 'FAST_FOOD',
  Restaurant: 'FAST_FOOD',
  Cafétéria: 'PUBLIC',
};

/** By the first word of its sign. */
export const kindOfShop = (name: string): ClientKind => KINDS[name.split(' ')[0] ?? ''] ?? 'SHOP';

type Details = Pick<NewClient, 'rc' | 'nif' | 'nis' | 'ai' | 'note' | 'opening_hours' | 'proof' | 'credit_limit'>;

export const DETAILS: Record<string, Details> = {
  'Grossiste Mitidja Froid': {
    rc: '16/00-0187452B12',
    nif: '001216018745239',
    nis: '001216050018745',
    ai: '16050187452',
    note: 'Quai n° 3, derrière le portail bleu. Demander M. Hamidi.',
    opening_hours: 'Dimanche à jeudi, 6 h – 14 h',
    proof: { signature: true },
    credit_limit: 500_000_00,
  },
  'Grossiste Es Senia Froid': {
    rc: '31/00-0094316B15',
    nif: '001531009431627',
    nis: '001531120009431',
    ai: '31120094316',
    opening_hours: 'Dimanche à jeudi, 5 h – 13 h',
    proof: { signature: true, photo: true },
    credit_limit: 350_000_00,
  },
  'Supermarché Ezzouar Center': {
    rc: '16/00-0763218B19',
    nif: '001916076321854',
    nis: '001916390076321',
    ai: '16390763218',
    note: 'Livraison par le sous-sol : monte-charge B.',
    opening_hours: 'Réception 7 h – 11 h, sauf vendredi',
    proof: { signature: true },
    credit_limit: 200_000_00,
  },
  'Épicerie El Djazaïr': { opening_hours: '8 h – 20 h, fermé le vendredi matin', credit_limit: 40_000_00 },
  'Supérette Nour': { note: 'Sonner à la porte de la cour.', opening_hours: '7 h – 22 h', credit_limit: 60_000_00 },
  'Café du Port': { opening_hours: '5 h 30 – 19 h' },
  'Restaurant La Casbah': { note: 'Pas de livraison pendant le service de midi.', opening_hours: '9 h – 23 h' },
  'Cafétéria Université': { note: 'Laisser le camion à la barrière, bloc C.', opening_hours: '7 h – 17 h' },
  'Hôtel de l’Aéroport': { note: 'Entrée de service à gauche du hall.', credit_limit: 150_000_00 },
  'Crémerie Médina Jdida': { opening_hours: '7 h – 13 h et 16 h – 20 h', credit_limit: 50_000_00 },
};

export const DEMO_COMPANY: Required<CompanyInput> = {
  name: 'Fromagerie Manchengo',
  legal_form: 'SPA',
  activity: 'Fabrication et distribution de fromages',
  address: 'Zone industrielle, lot 12, Rouiba, Alger',
  phone: '023 85 12 40',
  capital: 50_000_000_00,
  rc: '16/00-0051847B09',
  nif: '000916005184763',
  nis: '000916300005184',
  ai: '16300051847',
};
