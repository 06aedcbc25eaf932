import { VisuallyHidden } from '@mantine/core';
import { IconCircleCheck, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatAge } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import type { Counts } from '../store/views.ts';
import { useNow, usePhoneQuery } from './phone-context.tsx';
import { useContact } from './use-contact.ts';

const KINDS = ['person', 'device', 'depot'] as const;

/**
 * `3 à envoyer · 5 au dépôt · tout le reste au siège`, since when the oldest waits, and through whom there was contact when:
 * on every screen, and it opens the list.
 */
export function UnsentStrip() {
  const { t } = useTranslation('phone');
  const { data } = usePhoneQuery(['counts'], (phone) => phone.counts());
  if (!data) return <div className="strip" aria-hidden />;
  const parts = KINDS.filter((kind) => data[kind] > 0);
  const Icon = parts.length === 0 ? IconCircleCheck : IconUpload;
  return (
    <Link to="/to-send" className="strip">
      <Icon size={20} aria-hidden />
      <VisuallyHidden>{t('strip.label')} : </VisuallyHidden>
      {parts.length === 0 ? (
        <span data-state="hq">{t('strip.allAtHq')}</span>
      ) : (
        <span className="strip-text">
          {parts.map((kind) => (
            <span key={kind}>
              <strong data-state={kind}>{t(`strip.${kind}`, { count: data[kind] })}</strong>
              {' · '}
            </span>
          ))}
          {t('strip.rest')} <Since counts={data} />
        </span>
      )}
    </Link>
  );
}

function Since({ counts: { oldest_at } }: { counts: Counts }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const now = useNow();
  const contact = useContact();
  const parts = [
    ...(oldest_at === null ? [] : [t('strip.oldest', { age: formatAge(oldest_at, now, language) })]),
    ...(contact === null ? [] : [`${contact.node} ${contact.age}`]),
  ];
  return parts.length === 0 ? null : <span className="strip-since">{parts.join(' · ')}</span>;
}
