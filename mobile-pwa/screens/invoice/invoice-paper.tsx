import { Group, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { amountInWords } from '#shared/domain/amount-in-words/amount-in-words.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { Screen } from '../../app/screen.tsx';
import type { InvoiceView } from '../../store/views.ts';
import { useProductNames } from '../product-names.ts';
import { CompanyHead } from './company-head.tsx';
import { TotalsBlock } from './totals-block.tsx';

/** An issued invoice. Until HQ has numbered it, the paper says BROUILLON and nothing else: the number is HQ's alone. */
export function InvoicePaper({ invoice }: { invoice: InvoiceView }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const language = useLanguage();
  const [, navigate] = useLocation();
  const nameOf = useProductNames();
  // What was issued has numbers everywhere.
  const lines = invoice.lines.map((line) => ({ ...line, quantity: Number(line.quantity) }));
  return (
    <Screen
      title={t('sell.invoice')}
      back="/sell"
      action={
        <NextButton leftSection={<IconPrinter aria-hidden />} onClick={() => navigate(`/sell/${invoice.id}/paper`)}>
          {t('paper.open')}
        </NextButton>
      }
    >
      <article className="card">
        <CompanyHead />
        <Group justify="space-between" align="start" wrap="nowrap">
          <div>
            {invoice.reference === null ? (
              <>
                <Text fw={600} size="xl" className="draft-stamp">
                  {t('sell.draft')}
                </Text>
                <Text size="sm" c="dimmed">
                  {t('sell.draftMore')}
                </Text>
              </>
            ) : (
              <Text fw={600} size="xl">
                <bdi>{invoice.reference}</bdi>
              </Text>
            )}
            {invoice.cancelled_at !== null && (
              <Text fw={600} className="draft-stamp" c="var(--state-person)">
                {ui('paper.cancelled')}
              </Text>
            )}
          </div>
          {invoice.state !== null && <StateBadge state={invoice.state} />}
        </Group>
        <Text mt="sm" fw={600}>
          <bdi>{invoice.client_name}</bdi>
        </Text>
        <Text size="sm" c="dimmed">
          <Moment at={invoice.updated_at} /> · {ui(`payment.${invoice.payment}`)}
        </Text>
        <ul className="rows delivery-lines">
          {lines.map((line) => (
            <li key={line.product_id} className="row">
              <span className="row-main">
                <bdi>{nameOf(line.product_id)}</bdi>
                <Text component="span" display="block" size="sm" c="dimmed">
                  <bdi>
                    {formatNumber(line.quantity)} × <Amount value={line.unit_price_ht} />
                  </bdi>
                </Text>
              </span>
              <Amount value={line.quantity * line.unit_price_ht} />
            </li>
          ))}
        </ul>
        <TotalsBlock totals={invoice} lines={lines} />
        <Text mt="sm">{t('sell.inWords', { amount: amountInWords(invoice.total_ttc, language) })}</Text>
      </article>
    </Screen>
  );
}
