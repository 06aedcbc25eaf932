import { VisuallyHidden } from '@mantine/core';
import { IconCircleCheck, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { usePhoneQuery } from './phone-context.tsx';

const KINDS = ['person', 'device', 'depot'] as const;

/** `3 à envoyer · 5 au dépôt · tout le reste au siège`: on every screen, and it opens the list. */
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
        <span>
          {parts.map((kind) => (
            <span key={kind}>
              <strong data-state={kind}>{t(`strip.${kind}`, { count: data[kind] })}</strong>
              {' · '}
            </span>
          ))}
          {t('strip.rest')}
        </span>
      )}
    </Link>
  );
}
