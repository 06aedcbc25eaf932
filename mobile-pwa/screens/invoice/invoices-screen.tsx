import { Button, Text } from '@mantine/core';
import { IconFilePlus, IconReceipt, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Amount } from '#shared/ui/amount.tsx';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { MoreRows, useShown } from '../../app/more-rows.tsx';
import { newId } from '../../app/new-id.ts';
import { useLastQuery, usePhoneQuery, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { Screen } from '../../app/screen.tsx';
import type { InvoiceView } from '../../store/views.ts';

const FIRST_SHOWN = 50;

export function InvoicesScreen() {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const { data: session } = useSession();
  const { shown, showMore } = useShown(FIRST_SHOWN);
  const { data: invoices } = useLastQuery(['invoices', shown], (phone) => phone.invoices(shown));
  // A server of before would not know what it is.
  const { data: contract = null } = usePhoneQuery(['contract'], (phone) => phone.contract());
  const mayCollect = contract !== null && session != null && may(session.user.role, 'collect');
  if (session && !may(session.user.role, 'invoice')) {
    return (
      <Screen title={t('sell.title')}>
        <EmptyState icon={IconReceipt} title={t('sell.forbidden')}>
          {t('sell.forbiddenMore')}
        </EmptyState>
        <ClientsButton />
      </Screen>
    );
  }
  return (
    <Screen
      title={t('sell.title')}
      aside={<ClientsButton />}
      action={
        <>
          <NextButton
            leftSection={<IconFilePlus aria-hidden />}
            onClick={() => navigate(`/sell/${newId()}`, { state: { isNew: true } })}
          >
            {t('sell.new')}
          </NextButton>
          {mayCollect && (
            <Button variant="subtle" onClick={() => navigate('/sell/payment')}>
              {t('collect.new')}
            </Button>
          )}
        </>
      }
    >
      {invoices === undefined && <LoadingShape height={60} />}
      {invoices?.total === 0 && (
        <EmptyState icon={IconReceipt} title={t('sell.empty')}>
          {t('sell.emptyMore')}
        </EmptyState>
      )}
      <ul className="rows">
        {invoices?.items.map((invoice) => (
          <li key={invoice.id}>
            <InvoiceRow invoice={invoice} />
          </li>
        ))}
      </ul>
      <MoreRows shown={shown} total={invoices?.total ?? 0} onMore={showMore} />
    </Screen>
  );
}

function ClientsButton() {
  const { t } = useTranslation('phone');
  return (
    <Button component={Link} to="/clients" leftSection={<IconUsers aria-hidden />}>
      {t('client.list')}
    </Button>
  );
}

/** A draft whose quantities are not all typed yet has no total. */
const hasAllNumbers = ({ lines }: InvoiceView): boolean => lines.every(({ quantity }) => typeof quantity === 'number');

function InvoiceRow({ invoice }: { invoice: InvoiceView }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  return (
    <Link to={`/sell/${invoice.id}`} className="row">
      <span className="row-main">
        <Text component="span" display="block" fw={600}>
          <bdi>{invoice.client_name || t('sell.noClient')}</bdi>
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed">
          <bdi>{invoice.reference ?? t('sell.draft')}</bdi>{' '}
          {invoice.cancelled_at !== null && <strong>{ui('paper.cancelled')} </strong>}
          <span className="unbroken">
            · <Moment at={invoice.updated_at} />
          </span>
        </Text>
      </span>
      <span className="row-end">
        <Text component="span" display="block">
          {hasAllNumbers(invoice) ? <Amount value={invoice.total_ttc} /> : '—'}
        </Text>
        {invoice.state === null ? (
          <Text component="span" size="sm" c="dimmed">
            {invoice.status === 'DRAFT' && t('sell.unfinished')}
          </Text>
        ) : (
          <StateBadge state={invoice.state} />
        )}
      </span>
    </Link>
  );
}
