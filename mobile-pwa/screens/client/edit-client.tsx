import { Stack, Textarea, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone, usePhoneQuery } from '../../app/phone-context.tsx';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import { useSaving } from '../../app/use-saving.ts';
import { clientForm } from '../../store/client-changes.ts';
import type { KeptForm } from '../../store/forms.ts';
import type { ClientCard } from '../../store/views.ts';
import { BalanceNote } from '../balance-note.tsx';
import { useFormAsLeft, useKeptForm } from '../use-kept-form.ts';
import { type ClientField, type ClientForm, formOfClient, isUnchanged, updateOf } from './client-form.ts';
import { IdentityFields } from './identity-fields.tsx';

interface FormProps {
  client: ClientCard;
  back: string;
  onSaved: (form: ClientForm) => void;
}

/** A client's fields, to be changed. What is typed keeps itself. */
export function EditClient(props: FormProps) {
  // What stands there when the form is opened; what is told of the client later does not change what is being typed.
  const [blank] = useState(() => formOfClient(props.client));
  const form = useFormAsLeft(clientForm(props.client.id), blank);
  if (form === undefined) return null;
  return <Form {...props} initial={form} />;
}

function Form({ client, back, onSaved, initial }: FormProps & { initial: KeptForm<ClientForm> }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const queries = useQueryClient();
  const { content: form, event_id, type, isUnkept, settle } = useKeptForm(initial, isUnchanged);
  // A server of before does not know identities, kinds and notes.
  const { data: contract = null } = usePhoneQuery(['contract'], (store) => store.contract());
  const set = (field: ClientField, value: string) => type({ now: { ...form.now, [field]: value } });
  const details = updateOf(form);
  const saving = useSaving({
    save: async () => {
      if (details === null) return null;
      await settle(() => phone.updateClient({ event_id, client_id: client.id, details }));
      return form;
    },
    onSaved: (changed) => {
      void askToBeCalled();
      void queries.invalidateQueries();
      onSaved(changed);
    },
  });
  return (
    <Screen
      title={<bdi>{client.name}</bdi>}
      back={back}
      action={
        <NextButton
          leftSection={<IconCheck aria-hidden />}
          disabled={details === null || saving.isOver}
          loading={saving.isBusy}
          onClick={saving.save}
        >
          {t('client.save')}
        </NextButton>
      }
    >
      <Stack gap="sm">
        <BalanceNote clientId={client.id} />
        <TextInput
          label={t('sell.clientName')}
          value={form.now.name}
          dir="auto"
          maxLength={200}
          required
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <DigitsInput
          label={t('sell.clientPhone')}
          type="tel"
          value={form.now.phone}
          maxLength={40}
          onChange={(text) => set('phone', text)}
        />
        <TextInput
          label={t('sell.clientAddress')}
          value={form.now.address}
          dir="auto"
          maxLength={400}
          onChange={(event) => set('address', event.currentTarget.value)}
        />
        {contract !== null && <MoreFields now={form.now} set={set} />}
        <SaveFailure failure={saving.failure} isUnkept={isUnkept} />
      </Stack>
    </Screen>
  );
}

function MoreFields({ now, set }: { now: ClientForm['now']; set: (field: ClientField, value: string) => void }) {
  const { t } = useTranslation('phone');
  return (
    <>
      <IdentityFields values={now} set={set} />
      <TextInput
        label={t('delivery.openingHours')}
        value={now.opening_hours}
        dir="auto"
        maxLength={200}
        onChange={(event) => set('opening_hours', event.currentTarget.value)}
      />
      <Textarea
        label={t('delivery.clientNote')}
        value={now.note}
        dir="auto"
        maxLength={1_000}
        onChange={(event) => set('note', event.currentTarget.value)}
      />
    </>
  );
}
