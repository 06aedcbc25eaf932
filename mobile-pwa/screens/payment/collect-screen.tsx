import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCoins } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { LIMITS } from '#shared/contract/limits.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { MoneyInput } from '#shared/ui/number/money-input.tsx';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import { askToBeCalled } from '../../app/kick.ts';
import { newId } from '../../app/new-id.ts';
import { usePhone, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import { useSaving } from '../../app/use-saving.ts';
import type { CollectPayment } from '../../store/payments.ts';
import type { FoundClient } from '../client-search.tsx';
import { SearchedClient } from './searched-client.tsx';

const RANGE = { min: 1, max: LIMITS.cashCollected };
const METHODS = ['CASH', 'CHEQUE'] as const;

interface Form {
  client: FoundClient | null;
  amount: Entered;
  method: (typeof METHODS)[number];
  bank: string;
  number: string;
}

const BLANK: Form = { client: null, amount: '', method: 'CASH', bank: '', number: '' };

/** Money that a client gives for what is owed: who, how much, and how. */
export function CollectScreen() {
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  if (session && !may(session.user.role, 'collect')) {
    return (
      <Screen title={t('collect.title')} back="/sell">
        <EmptyState icon={IconCoins} title={t('collect.forbidden')}>
          {t('collect.forbiddenMore')}
        </EmptyState>
      </Screen>
    );
  }
  return <CollectForm />;
}

function CollectForm() {
  const { t } = useTranslation('phone');
  const { t: words } = useTranslation('ui');
  const [, navigate] = useLocation();
  const [ids] = useState(() => ({ event_id: newId(), payment_id: newId() }));
  const [form, setForm] = useState(BLANK);
  const [saved, setSaved] = useState<number | null>(null);
  const payment = paymentOf(form, ids);
  const saving = useCollecting(payment, setSaved);
  if (saved !== null) {
    return (
      <Screen
        title={t('collect.title')}
        action={<NextButton onClick={() => navigate('/sell')}>{t('collect.done')}</NextButton>}
      >
        <Text role="status" fw={600} fz="lg">
          {t('collect.saved')} <Amount value={saved} /> · <bdi>{form.client?.name}</bdi>
        </Text>
      </Screen>
    );
  }
  const type = (change: Partial<Form>) => setForm({ ...form, ...change });
  return (
    <Screen
      title={t('collect.title')}
      back="/sell"
      action={
        <NextButton
          leftSection={<IconCheck aria-hidden />}
          disabled={payment === null || saving.isOver}
          loading={saving.isBusy}
          onClick={saving.save}
        >
          {t('collect.save')}
        </NextButton>
      }
    >
      <Stack gap="lg">
        <SearchedClient value={form.client} onChange={(client) => type({ client })} />
        <MoneyInput
          label={t('collect.amount')}
          range={RANGE}
          isOptional
          value={form.amount}
          onChange={(amount) => type({ amount })}
        />
        <Radio.Group
          value={form.method}
          onChange={(method) => type({ method: method as Form['method'] })}
          aria-label={t('sell.payment')}
        >
          <Stack gap="xs">
            {METHODS.map((method) => (
              <Radio.Card key={method} value={method} className="choice">
                <Radio.Indicator />
                {words(`payment.${method}`)}
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
        {form.method === 'CHEQUE' && (
          <>
            <TextInput
              label={t('collect.bank')}
              value={form.bank}
              maxLength={100}
              onChange={(event) => type({ bank: event.currentTarget.value })}
            />
            <TextInput
              label={t('collect.number')}
              value={form.number}
              maxLength={100}
              onChange={(event) => type({ number: event.currentTarget.value })}
            />
          </>
        )}
        <SaveFailure failure={saving.failure} />
      </Stack>
    </Screen>
  );
}

/** What the form says; null while something is missing. A cheque is named by its bank and its number. */
function paymentOf({ client, amount, method, bank, number }: Form, ids: { event_id: string; payment_id: string }) {
  if (client === null || typeof amount !== 'number' || amount < RANGE.min || amount > RANGE.max) return null;
  if (method === 'CASH') return { ...ids, details: { client_id: client.id, amount, method } };
  const cheque = { bank: bank.trim(), number: number.trim() };
  if (cheque.bank === '' || cheque.number === '') return null;
  return { ...ids, details: { client_id: client.id, amount, method, cheque } };
}

function useCollecting(payment: CollectPayment | null, onSaved: (amount: number) => void) {
  const phone = usePhone();
  const queries = useQueryClient();
  return useSaving({
    save: async () => {
      if (payment === null) return null;
      await phone.collectPayment(payment);
      return payment.details.amount;
    },
    onSaved: (amount) => {
      void askToBeCalled();
      void queries.invalidateQueries();
      onSaved(amount);
    },
  });
}
