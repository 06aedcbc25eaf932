import type { TFunction } from 'i18next';
import { ROLES, type Role } from '#shared/contract/entities.ts';
import type { ClaimFault } from '#shared/domain/relayed-claim.ts';
import {
  formatAmount,
  formatDateTime,
  formatDay,
  formatMeasure,
  formatNumber,
  formatPercent,
} from '#shared/ui/format.ts';
import type { Language } from '#shared/ui/i18n/languages.ts';
import { clockText } from '../devices/clock-text.ts';
import { fr } from '../texts/fr.ts';
import { actionText } from './alert-text.ts';
import type { Detail, Evidence } from './evidence.ts';

type DetailWord = keyof (typeof fr)['attention']['detail'];

/** How details are told. */
export interface Telling {
  t: TFunction<['hq', 'ui']>;
  language: Language;
  /** Null: nobody of that number is known here. */
  userName: (id: number) => string | null;
  productName: (id: number) => string | null;
}

/** From here on a way is read in kilometres. */
const KILOMETRES_FROM_M = 10_000;

/** The evidence in one or two sentences; null where it cannot be told so, and its members have to do. */
export function sentenceOf({ sentence }: Evidence, telling: Telling): string | null {
  if (!sentence) return null;
  const values = sentence.details.map((detail) => [
    detail.path.replaceAll('.', '_'),
    isolated(detailTexts(detail, telling)),
  ]);
  return telling.t(`attention.evidence.${sentence.kind}`, Object.fromEntries(values));
}

/** A French name or a figure inside an Arabic sentence keeps its own direction, and disturbs no other. */
const isolated = (text: string): string => `\u2068${text}\u2069`;

/** One detail, for a person: with its unit, by its name. What is of no known form is shown as it stands. */
export function detailTexts({ form, value }: Detail, telling: Telling): string {
  const { t, language, userName, productName } = telling;
  switch (form) {
    case 'metres':
      return metresText(value as number, language);
    case 'minutes':
    case 'kmh':
      return formatMeasure(value as number, form, language);
    case 'percent':
      return formatPercent(value as number);
    case 'count':
      return formatNumber(value as number);
    case 'amount':
      return formatAmount(value as number, language);
    case 'drift': {
      const clock = clockText(value as number, language);
      return clock.key === 'clockRight' ? t('devices.clockRight') : t(`devices.${clock.key}`, clock);
    }
    case 'time':
      return formatDateTime(value as string, language);
    case 'day':
      return formatDay(value as string, language);
    case 'user':
      return userName(value as number) ?? t('attention.number', { number: String(value) });
    case 'product':
      return productName(value as number) ?? t('attention.number', { number: String(value) });
    case 'action':
      return t(`attention.action.${actionText(value as string)}`);
    case 'role':
      return (ROLES as readonly string[]).includes(value as string)
        ? t(`ui:role.${value as Role}`)
        : t('attention.otherRole');
    case 'bound':
      return t(`attention.bound.${value as ClaimFault}`);
    case 'yes':
      return t(value ? 'attention.yes' : 'attention.no');
    case 'place':
      return placeText(value as { lat: number; lng: number; accuracy_m?: unknown }, language);
    case 'client':
    case 'delivery':
    case 'invoice':
    case 'deliveries':
    case 'entry':
    case 'text':
      return asItStands(value);
  }
}

const metresText = (metres: number, language: Language): string =>
  metres < KILOMETRES_FROM_M
    ? formatMeasure(metres, 'metres', language)
    : formatMeasure(metres / 1_000, 'kilometres', language);

/** `36.7538, 3.0588 (± 20 m)`: as maps take it; the fifth decimal is a metre. */
function placeText({ lat, lng, accuracy_m }: { lat: number; lng: number; accuracy_m?: unknown }, language: Language) {
  const figures = `\u2066${Number(lat.toFixed(5))}, ${Number(lng.toFixed(5))}\u2069`;
  return Number.isFinite(accuracy_m) ? `${figures} (± ${metresText(accuracy_m as number, language)})` : figures;
}

/** `null` says that there is none. */
const asItStands = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '—' : JSON.stringify(value);

/** What a detail is called: part by part, where there are texts for it. */
export const detailName = ({ path }: Detail, t: Telling['t']): string =>
  path
    .split('.')
    .map((part) => (isDetailWord(part) ? t(`attention.detail.${part}`) : part))
    .join(' · ');

const isDetailWord = (part: string): part is DetailWord => Object.hasOwn(fr.attention.detail, part);
