import { Button, Group, List, Text } from '@mantine/core';
import { IconBan, IconPrinter, IconReceiptRefund } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Invoice } from '#shared/contract/entities.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { hqRequest } from '../api/client.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { ActButton } from '../list/act-button.tsx';
import type { Opened } from '../list/use-params.ts';
import { CreditNoteDialog } from './credit-note-dialog.tsx';

/** What can be done about an invoice: it is printed always, and credited or cancelled as long as it stands. */
export function InvoiceButtons({ invoice, opened }: { invoice: Invoice; opened: Opened }) {
  const { t } = useTranslation('hq');
  return (
    <Group gap="xs">
      <Button component={Link} to={`/invoices/${invoice.id}/print`} leftSection={<IconPrinter size={20} aria-hidden />}>
        {t('paper.print')}
      </Button>
      {!invoice.cancelled_at && <Acts opened={opened} />}
    </Group>
  );
}

function Acts({ opened }: { opened: Opened }) {
  const { t } = useTranslation('hq');
  return (
    <>
      <ActButton
        act="POST /invoices/:id/credit-notes"
        icon={IconReceiptRefund}
        onClick={() => opened.show({ act: 'credit' })}
      >
        {t('invoices.credit')}
      </ActButton>
      <ActButton act="POST /invoices/:id/cancel" icon={IconBan} onClick={() => opened.show({ act: 'cancel' })}>
        {t('invoices.cancel')}
      </ActButton>
    </>
  );
}

export function InvoiceDialogs({ invoice, opened }: { invoice: Invoice; opened: Opened }) {
  const { t } = useTranslation('hq');
  return (
    <>
      <CreditNoteDialog opened={opened.act === 'credit'} invoice={invoice} onClose={opened.close} />
      <ActDialog
        opened={opened.act === 'cancel'}
        title={t('invoices.cancelTitle', { reference: invoice.reference })}
        onClose={opened.close}
        fields={[{ name: 'reason', label: t('form.reason'), kind: 'text' }]}
        initial={{ reason: '' }}
        toChange={({ reason }) =>
          hqRequest('POST /invoices/:id/cancel', {
            params: { id: invoice.id },
            body: { reason: String(reason).trim() },
          })
        }
        submit={t('invoices.cancel')}
        danger
      >
        <Text>
          <Amount value={invoice.total_ttc} />
        </Text>
        <List size="sm" spacing={4}>
          <List.Item>{t('invoices.cancelNumber')}</List.Item>
          <List.Item>{t('invoices.cancelDebt')}</List.Item>
          <List.Item>{t('invoices.cancelGoods')}</List.Item>
        </List>
      </ActDialog>
    </>
  );
}
