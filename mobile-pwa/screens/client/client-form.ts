import type { ClientUpdated } from '#shared/contract/events.ts';
import { isVisible, normaliseText } from '#shared/domain/text.ts';
import type { ClientCard } from '../../store/views.ts';

/** Legal identities, as they stand on papers. */
export const IDENTITIES = ['rc', 'nif', 'nis', 'ai'] as const;

export const CLIENT_FIELDS = [
  'name',
  'phone',
  'address',
  'kind',
  ...IDENTITIES,
  'opening_hours',
  'note',
] as const satisfies readonly (keyof ClientUpdated)[];
export type ClientField = (typeof CLIENT_FIELDS)[number];

/** A client as it is filled in: what stood there when the form was opened, and what stands there now. */
export interface ClientForm {
  before: Record<ClientField, string>;
  now: Record<ClientField, string>;
}

export function formOfClient(client: ClientCard): ClientForm {
  const before = Object.fromEntries(CLIENT_FIELDS.map((field) => [field, client[field] ?? ''])) as ClientForm['before'];
  return { before, now: before };
}

/** What is typed differs from what was there by more than blanks. A kind that a client has can be changed, not taken. */
export const changedFields = ({ before, now }: ClientForm): ClientField[] =>
  CLIENT_FIELDS.filter((field) => {
    if (field === 'kind' && now.kind === '') return false;
    return normaliseText(now[field]) !== normaliseText(before[field]);
  });

export const isUnchanged = (form: ClientForm): boolean => changedFields(form).length === 0;

/** For the wire: what changed and nothing else; null while nothing did, or the name is gone. */
export function updateOf(form: ClientForm): ClientUpdated | null {
  const changed = changedFields(form);
  if (changed.length === 0 || !isVisible(form.now.name)) return null;
  return Object.fromEntries(changed.map((field) => [field, normaliseText(form.now[field])]));
}
