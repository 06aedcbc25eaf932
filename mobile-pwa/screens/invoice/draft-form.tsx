import { Button, Stack, Switch, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { dayOf } from '#shared/ui/format.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone, usePhoneQuery } from '../../app/phone-context.tsx';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import type { Settle } from '../../app/use-kept.ts';
import { useSaving } from '../../app/use-saving.ts';
import { useToday } from '../../app/use-today.ts';
import type { DraftInvoice } from '../../store/views.ts';
import { ClientPicker } from './client-picker.tsx';
import { type Buyer, draftTotals, isBlank, isComplete, isOwnSale, pricedLines, repriced } from './draft.ts';
import { PaymentChoice } from './payment-choice.tsx';
import { ProductLines } from './product-lines.tsx';
import { Review } from './review.tsx';
import { TotalsBlock } from './totals-block.tsx';
import { useDraft } from './use-draft.ts';
import { useStampRule } from './use-stamp-rule.ts';

/** An invoice as it is filled in. It keeps itself; issuing it is one action, however often the button is pressed. */
export function DraftForm({ initial }: { initial: DraftInvoice }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const queries = useQueryClient();
  const { value: draft, change, isKept, isUnkept, settle } = useDraft(initial);
  const { buyer, day } = useBuyer(draft, change);
  const rule = useStampRule();
  const [isReviewing, reviewing] = useDisclosure(false);
  const issue = useSaving({
    save: async () => (isComplete(draft) ? settle(() => phone.issueInvoice(draft)) : null),
    onSaved: () => {
      void askToBeCalled();
      void queries.invalidateQueries();
    },
  });
  return (
    <Screen
      title={t('sell.invoice')}
      back="/sell"
      aside={
        <Text c="dimmed" size="sm" role="status">
          {isKept && !isBlank(draft) && t('sell.saved')}
        </Text>
      }
      action={
        <NextButton
          leftSection={<IconCheck aria-hidden />}
          disabled={!isComplete(draft) || issue.isOver}
          loading={issue.isBusy}
          onClick={reviewing.open}
        >
          {t('sell.review')}
        </NextButton>
      }
    >
      <Stack gap="lg">
        <ClientPicker draft={draft} onChange={change} />
        <ProductLines draft={draft} buyer={buyer} day={day} onChange={change} />
        <section>
          <Title order={2} size="h5" mb="xs">
            {t('sell.payment')}
          </Title>
          <PaymentChoice value={draft.payment} onChange={(payment) => change({ ...draft, payment })} />
        </section>
        {isOwnSale(draft) && (
          <Switch
            size="lg"
            label={t('sell.handedOver')}
            description={t('sell.handedOverMore')}
            checked={draft.handed_over}
            onChange={(event) => change({ ...draft, handed_over: event.currentTarget.checked })}
          />
        )}
        <TotalsBlock totals={draftTotals(draft, rule)} lines={pricedLines(draft)} />
        <SaveFailure failure={issue.failure} isUnkept={isUnkept} />
        {!isBlank(draft) && <DeleteDraft id={draft.id} settle={settle} />}
      </Stack>
      <Review
        draft={draft}
        opened={isReviewing}
        onClose={reviewing.close}
        onSave={() => {
          reviewing.close();
          issue.save();
        }}
      />
    </Screen>
  );
}

/** For whom the prices are; another one reprices what stands on the form. */
function useBuyer(draft: DraftInvoice, change: (draft: DraftInvoice) => void): { buyer: Buyer; day: string } {
  const { today } = useToday();
  const { data: products } = usePhoneQuery(['products'], (phone) => phone.products());
  const { data: client } = usePhoneQuery(
    ['client', draft.client_id],
    async (phone) => draft.client_id && phone.client(draft.client_id),
  );
  const day = today || dayOf(Date.now());
  const kind = draft.new_client?.kind ?? (client ? client.kind : null);
  const buyer = { id: draft.client_id, kind };
  const priced = useRef(`${buyer.id} ${kind}`);
  useEffect(() => {
    const wanted = `${draft.client_id} ${kind}`;
    if (products === undefined || client === undefined || priced.current === wanted) return;
    priced.current = wanted;
    change(repriced(draft, products, { id: draft.client_id, kind }, day));
  }, [draft, kind, products, client, day, change]);
  return { buyer, day };
}

function DeleteDraft({ id, settle }: { id: string; settle: Settle }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const phone = usePhone();
  const [, navigate] = useLocation();
  const [opened, { open, close }] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: () => settle(() => phone.deleteDraft(id)),
    onSuccess: () => navigate('/sell'),
  });
  return (
    <>
      <Button variant="subtle" leftSection={<IconTrash aria-hidden />} onClick={open}>
        {t('sell.delete')}
      </Button>
      <Asking opened={opened} onClose={close} title={t('sell.deleteSure')}>
        <Stack>
          <Text>{t('sell.deleteMore')}</Text>
          <Button onClick={close} data-autofocus>
            {ui('action.cancel')}
          </Button>
          <Button color="red" variant="outline" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('sell.delete')}
          </Button>
        </Stack>
      </Asking>
    </>
  );
}
