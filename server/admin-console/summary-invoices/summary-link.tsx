import { Button } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMayAct } from '../session/session-context.tsx';

/** To where one invoice is made of delivery notes; of one client, where it is named. */
export function SummaryLink({ clientId = '' }: { clientId?: string }) {
  const { t } = useTranslation('hq');
  if (!useMayAct('POST /invoices')) return null;
  const query = clientId === '' ? '' : `?${new URLSearchParams({ client_id: clientId })}`;
  return (
    <Button component={Link} to={`/invoices/summary${query}`} leftSection={<IconFileInvoice size={20} aria-hidden />}>
      {t('summary.open')}
    </Button>
  );
}
