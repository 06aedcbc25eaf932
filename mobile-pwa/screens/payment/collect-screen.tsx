import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCoins } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Amount } from '#shared/ui/amount.tsx';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { MoneyInput } from '#shared/ui/number/money-input.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { newId } from '../../app/new-id.ts';
import { usePhone, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import { useSaving } from '../../app/use-saving.ts';
import type { KeptForm } from '../../store/forms.ts';
import { PAYMENT_FORM } from '../../store/payments.ts';
import { BalanceNote } from '../balance-note.tsx';
import { useFormAsLeft, useKeptForm } from '../use-kept-form.ts';
import { blankPayment, isBlankPayment, METHODS, type PaymentForm, paymentOf, RANGE } from './payment-form.ts';
import { SearchedClient } from './searched-client.tsx';

/** Money that a client gives for what is owed: who, how much, and how. */
export function CollectScreen() {
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  const [blank] = useState(() => blankPayment(newId()));
  const [saved, setSaved] = useState<PaymentForm | null>(null);
  const form = useFormAsLeft(PAYMENT_FORM, blank);
  if (session && !may(session.user.role, 'collect')) {
    return (
      <Screen title={t('collect.title')} back="/sell">
        <EmptyState icon={IconCoins} title={t('collect.forbidden')}>
          {t('collect.forbiddenMore')}
        </EmptyState>
      </Screen>
    );
  }
  if (saved !== null) return <Collected payment={saved} />;
  if (form === undefined) {
    return (
      <Screen title={t('collect.title')} back="/sell">
        <LoadingShape />
      </Screen>
    );
  }
  return <CollectForm initial={form} onSaved={setSaved} />;
}

function Collected({ payment: { client, amount } }: { payment: PaymentForm }) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  return (
    <Screen
      title={t('collect.title')}
      action={<NextButton onClick={() => navigate('/sell')}>{t('collect.done')}</NextButton>}
    >
      <Text role="status" fw={600} fz="lg">
        {t('collect.saved')} {typeof amount === 'number' && <Amount value={amount} />} · <bdi>{client?.name}</bdi>
      </Text>
    </Screen>
  );
}

function CollectForm({ initial, onSaved }: { initial: KeptForm<PaymentForm>; onSaved: (form: PaymentForm) => void }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const { content: form, event_id, type, isUnkept, settle } = useKeptForm(initial, isBlankPayment);
  const payment = paymentOf(form, event_id);
  const saving = useCollecting({ form, event_id, settle, onSaved });
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
        <div>
          <SearchedClient value={form.client} onChange={(client) => type({ client })} />
          {form.client !== null && (
            <BalanceNote clientId={form.client.id} more={typeof form.amount === 'number' ? -form.amount : 0} />
          )}
        </div>
        <MoneyInput
          label={t('collect.amount')}
          range={RANGE}
          isOptional
          value={form.amount}
          onChange={(amount) => type({ amount })}
        />
        <Radio.Group
          value={form.method}
          onChange={(method) => type({ method: method as PaymentForm['method'] })}
          aria-label={t('sell.payment')}
        >
          <Stack gap="xs">
            {METHODS.map((method) => (
              <Radio.Card key={method} value={method} className="choice">
                <Radio.Indicator />
                {ui(`payment.${method}`)}
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
            <DigitsInput
              label={t('collect.number')}
              value={form.number}
              maxLength={100}
              onChange={(number) => type({ number })}
            />
          </>
        )}
        <SaveFailure failure={saving.failure} isUnkept={isUnkept} />
      </Stack>
    </Screen>
  );
}

interface Collecting extends Pick<ReturnType<typeof useKeptForm>, 'settle' | 'event_id'> {
  form: PaymentForm;
  onSaved: (form: PaymentForm) => void;
}

function useCollecting({ form, event_id, settle, onSaved }: Collecting) {
  const phone = usePhone();
  const queries = useQueryClient();
  return useSaving({
    save: async () => {
      const payment = paymentOf(form, event_id);
      if (payment === null) return null;
      await settle(() => phone.collectPayment(payment));
      return form;
    },
    onSaved: (collected) => {
      void askToBeCalled();
      void queries.invalidateQueries();
      onSaved(collected);
    },
  });
}
