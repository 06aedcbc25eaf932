import type { TFunction } from 'i18next';
import type { Client, Company } from '#shared/contract/entities.ts';
import type { Payment, PricedLine } from '#shared/contract/events.ts';
import { amountInWords } from '#shared/domain/amount-in-words/amount-in-words.ts';
import { type Totals, totalsByRate } from '#shared/domain/totals.ts';
import { formatAmount, formatAmountBare, formatDate, formatNumber, formatPercent, formatTime } from '../format.ts';
import type { Language } from '../i18n/languages.ts';
import { isolated, leftToRight } from './isolates.ts';
import { NOTE_LANGUAGES } from './paper-choice.ts';

/** A party of a sale, with its legal identities. */
export type Identities = Pick<Client, 'name' | 'address' | 'phone' | 'rc' | 'nif' | 'nis' | 'ai'>;

/** An invoice, or the *bon* with which its goods travel until it has its number. */
export interface Sale extends Totals {
  kind: 'invoice' | 'bon';
  /** HQ's number; null until it has come. */
  reference: string | null;
  is_cancelled: boolean;
  at: string;
  payment: Payment;
  lines: PricedLine[];
  /** The delivery notes that it sums up, where it is an invoice of several. */
  notes?: { reference: string; day: string | null; total_ht: number }[];
  /** Null where HQ has not written them, or nobody has told them here. */
  seller: Company | null;
  buyer: Identities;
  /** Who made it out. */
  made_by: string | null;
}

export interface PaperProduct {
  code: string;
  name: string;
  unit: string;
}

/** What stands on the paper of a sale, in its reader's language, whatever it is printed or drawn on. */
export interface SalesPaper {
  language: Language;
  title: string;
  reference: string | null;
  /** Across the paper: it is no invoice yet, or none any more. */
  stamp: string | null;
  facts: string[];
  parties: PaperParty[];
  heads: { code: string; product: string; quantity: string; price: string; tva: string; amount: string };
  lines: PaperLine[];
  /** The delivery notes whose goods the lines are. */
  notes: { title: string; heads: { note: string; day: string; amount: string }; rows: PaperNote[] } | null;
  totals: PaperTotal[];
  /** The total in words, each language in its own sentence. */
  words: { language: Language; lead: string; text: string }[];
  note: string | null;
  /** Where people sign. */
  hands: string[];
}

export interface PaperParty {
  title: string;
  name: string;
  rows: { label: string | null; value: string; isLtr: boolean }[];
}

export interface PaperLine {
  key: string;
  code: string;
  name: string;
  quantity: string;
  price: string;
  tva: string;
  amount: string;
}

export interface PaperNote {
  reference: string;
  day: string;
  amount: string;
}

export interface PaperTotal {
  label: string;
  value: string;
  isDue: boolean;
}

type Texts = TFunction<'ui'>;

interface Printing {
  /** The texts of each language. */
  textsOf: (language: Language) => Texts;
  language: Language;
  productOf: (id: number) => PaperProduct | undefined;
}

export function salesPaper(sale: Sale, { textsOf, language, productOf }: Printing): SalesPaper {
  const t = textsOf(language);
  const isBon = sale.kind === 'bon';
  return {
    language,
    title: t(sale.notes?.length ? 'paper.summary' : `paper.${sale.kind}`),
    reference: sale.reference,
    stamp: stampOf(sale, t),
    facts: factsOf(sale, t, language),
    parties: partiesOf(sale, t, language),
    heads: {
      code: t('paper.code'),
      product: t('paper.product'),
      quantity: t('paper.quantity'),
      price: t('paper.price'),
      tva: t('paper.tva'),
      amount: t('paper.amount'),
    },
    lines: sale.lines.map((line) => lineOf(line, productOf(line.product_id))),
    notes: notesOf(sale, t, language),
    totals: totalsOf(sale, t, language),
    words: isBon ? [] : inWords(sale.total_ttc, language, textsOf),
    note: isBon ? t('paper.bonNote') : null,
    hands: isBon ? [t('paper.handedOverBy'), t('paper.receivedBy')] : [],
  };
}

function stampOf(sale: Sale, t: Texts): string | null {
  if (sale.is_cancelled) return t('paper.cancelled');
  return sale.kind === 'invoice' && sale.reference === null ? t('paper.draft') : null;
}

function factsOf({ kind, at, payment, made_by }: Sale, t: Texts, language: Language): string[] {
  const day = formatDate(at, language);
  // A bon has no number: its hour tells it from the day's others.
  const when = kind === 'bon' ? `${isolated(day)} ${isolated(formatTime(at, language))}` : isolated(day);
  return [
    `${t('paper.date')} ${when} · ${t('paper.payment')} ${t(`payment.${payment}`)}`,
    ...(made_by === null ? [] : [`${t('paper.madeBy')} ${isolated(made_by)}`]),
  ];
}

function partiesOf({ seller, buyer }: Sale, t: Texts, language: Language): PaperParty[] {
  const parties = [partyOf(t('paper.buyer'), buyer, [], t)];
  if (seller === null) return parties;
  const { legal_form, activity, capital } = seller;
  const party = partyOf(t('paper.seller'), seller, [legal_form, activity], t);
  if (capital !== null)
    party.rows.push({ label: t('paper.capital'), value: formatAmount(capital, language), isLtr: false });
  return [party, ...parties];
}

function partyOf(title: string, who: Identities, more: (string | null)[], t: Texts): PaperParty {
  const rows: PaperParty['rows'] = [...more, who.address].flatMap((value) =>
    value ? [{ label: null, value, isLtr: false }] : [],
  );
  if (who.phone) rows.push({ label: t('paper.phone'), value: who.phone, isLtr: true });
  for (const name of ['rc', 'nif', 'nis', 'ai'] as const) {
    const value = who[name];
    if (value) rows.push({ label: t(`paper.${name}`), value, isLtr: true });
  }
  return { title, name: who.name, rows };
}

function lineOf({ product_id, quantity, unit_price_ht, tva_rate }: PricedLine, product?: PaperProduct): PaperLine {
  return {
    key: `${product_id} ${unit_price_ht} ${tva_rate}`,
    code: product?.code ?? '',
    name: product?.name ?? '—',
    quantity: product === undefined ? formatNumber(quantity) : `${formatNumber(quantity)} ${product.unit}`,
    price: formatAmountBare(unit_price_ht),
    tva: formatPercent(tva_rate),
    amount: formatAmountBare(quantity * unit_price_ht),
  };
}

function notesOf({ notes = [] }: Sale, t: Texts, language: Language): SalesPaper['notes'] {
  if (notes.length === 0) return null;
  return {
    title: t('paper.notes', { count: notes.length }),
    heads: { note: t('paper.bon'), day: t('paper.deliveredOn'), amount: t('paper.amount') },
    rows: notes.map(({ reference, day, total_ht }) => ({
      ...{ reference, day: day === null ? '' : formatDate(day, language), amount: formatAmountBare(total_ht) },
    })),
  };
}

function totalsOf(sale: Sale, t: Texts, language: Language): PaperTotal[] {
  const byRate = totalsByRate(sale.lines).map(({ tva_rate, base_ht, tva }) => ({
    label: `${t('paper.tva')} ${leftToRight(formatPercent(tva_rate))} · ${isolated(formatAmountBare(base_ht))}`,
    value: formatAmountBare(tva),
    isDue: false,
  }));
  return [
    { label: t('paper.totalHt'), value: formatAmountBare(sale.total_ht), isDue: false },
    ...byRate,
    { label: t('paper.stampDuty'), value: formatAmountBare(sale.stamp_duty), isDue: false },
    { label: t('paper.totalTtc'), value: formatAmount(sale.total_ttc, language), isDue: true },
  ];
}

/** In the reader's language first, then in the others in which the trade reads papers. */
function inWords(total: number, language: Language, textsOf: Printing['textsOf']): SalesPaper['words'] {
  const languages = [language, ...NOTE_LANGUAGES.filter((other) => other !== language)];
  return languages.map((each) => ({
    language: each,
    lead: textsOf(each)('paper.words'),
    text: amountInWords(total, each),
  }));
}
