import { Button, Stack, Switch, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone } from '../../app/phone-context.tsx';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import type { Settle } from '../../app/use-kept.ts';
import { useSaving } from '../../app/use-saving.ts';
import type { DraftInvoice } from '../../store/views.ts';
import { ClientPicker } from './client-picker.tsx';
import { draftTotals, isBlank, isComplete } from './draft.ts';
import { PaymentChoice } from './payment-choice.tsx';
import { ProductLines } from './product-lines.tsx';
import { TotalsBlock } from './totals-block.tsx';
import { useDraft } from './use-draft.ts';

/** An invoice as it is filled in. It keeps itself; issuing it is one action, however often the button is pressed. */
export function DraftForm({ initial }: { initial: DraftInvoice }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const queries = useQueryClient();
  const { value: draft, change, isKept, isUnkept, settle } = useDraft(initial);
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
          onClick={issue.save}
        >
          {t('sell.save')}
        </NextButton>
      }
    >
      <Stack gap="lg">
        <ClientPicker draft={draft} onChange={change} />
        <ProductLines draft={draft} onChange={change} />
        <section>
          <Title order={2} size="h5" mb="xs">
            {t('sell.payment')}
          </Title>
          <PaymentChoice value={draft.payment} onChange={(payment) => change({ ...draft, payment })} />
        </section>
        <Switch
          size="lg"
          label={t('sell.handedOver')}
          description={t('sell.handedOverMore')}
          checked={draft.handed_over}
          onChange={(event) => change({ ...draft, handed_over: event.currentTarget.checked })}
        />
        <TotalsBlock totals={draftTotals(draft)} />
        <SaveFailure failure={issue.failure} isUnkept={isUnkept} />
        {!isBlank(draft) && <DeleteDraft id={draft.id} settle={settle} />}
      </Stack>
    </Screen>
  );
}

function DeleteDraft({ id, settle }: { id: string; settle: Settle }) {
  const { t } = useTranslation('phone');
  const { t: words } = useTranslation('ui');
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
            {words('action.cancel')}
          </Button>
          <Button color="red" variant="outline" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('sell.delete')}
          </Button>
        </Stack>
      </Asking>
    </>
  );
}
