import { useTranslation } from 'react-i18next';
import { formatAge } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { useNow, usePhoneQuery, usePhoneState } from './phone-context.tsx';

/** Through whom this phone last exchanged something, and how long ago, in words; null before the first time. */
export function useContact(): { node: string; age: string } | null {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const now = useNow();
  const { engine } = usePhoneState();
  const { data } = usePhoneQuery(['counts'], (phone) => phone.counts());
  const contact = data?.contact ?? null;
  if (contact === null) return null;
  const at = new Date(Math.max(contact.at, engine?.lastContactAt ?? 0)).toISOString();
  const hub = contact.depot === null ? t('strip.anyHub') : t('strip.hub', { depot: contact.depot });
  return { node: contact.node === 'hub' ? hub : t('strip.server'), age: formatAge(at, now, language) };
}
