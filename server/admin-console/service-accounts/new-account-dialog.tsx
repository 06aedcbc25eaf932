import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { COMPANY_WIDE_SCOPES, SCOPES } from '#shared/contract/hq/service-accounts.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf } from '#shared/ui/format.ts';
import { hqRequest } from '../api/client.ts';
import { useDepots } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { EntryForm } from '../form/entry-form.tsx';
import { type Field, textOrNull, type Values } from '../form/fields.ts';
import { useScopeText } from './scope-text.ts';
import { SecretOnce } from './secret-once.tsx';

/** A key for a program. It is shown once: HQ keeps only its fingerprint. */
export function NewAccountDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('hq');
  return (
    <Modal opened={opened} onClose={onClose} title={t('programs.createTitle')}>
      <Making onClose={onClose} />
    </Modal>
  );
}

function Making({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('hq');
  const make = useChange<'POST /service-accounts'>();
  const fields = useFields();
  if (make.data) {
    const texts = { title: t('programs.keyTitle'), use: t('programs.keyUse') };
    return <SecretOnce secret={make.data.key} {...texts} onClose={onClose} />;
  }
  return (
    <EntryForm
      fields={fields}
      initial={{ scopes: [] }}
      sending={make}
      submit={t('programs.createSubmit')}
      onClose={onClose}
      onSend={({ name, scopes, depot_id, expires_on }) =>
        make.mutate(
          hqRequest('POST /service-accounts', {
            body: {
              name: textOrNull(name),
              scopes,
              depot_id: depot_id ? Number(depot_id) : null,
              expires_on: textOrNull(expires_on),
            },
          }),
        )
      }
    >
      {t('programs.createText')}
    </EntryForm>
  );
}

/** With a depot only those scopes are offered that a key of one depot can have. */
function useFields(): (values: Values) => Field[] {
  const { t } = useTranslation('hq');
  const textOf = useScopeText();
  const depots = [...(useDepots()?.values() ?? [])];
  return ({ depot_id, scopes }) => {
    const offered = SCOPES.filter((scope) => !depot_id || !COMPANY_WIDE_SCOPES.includes(scope));
    // What was chosen before the depot stays in sight, so that it can be taken out.
    const chosen = SCOPES.filter((scope) => Array.isArray(scopes) && scopes.includes(scope));
    return [
      { name: 'name', label: t('programs.name'), hint: t('programs.nameHint'), kind: 'text' },
      {
        name: 'depot_id',
        label: t('programs.depot'),
        hint: t('programs.depotHint'),
        kind: 'choice',
        optional: true,
        options: depots.map(({ id, name }) => ({ value: String(id), label: name })),
      },
      {
        name: 'scopes',
        label: t('programs.scopes'),
        kind: 'choices',
        options: [...new Set([...offered, ...chosen])].map((scope) => ({ value: scope, label: textOf(scope) })),
      },
      {
        name: 'expires_on',
        label: t('programs.lastDay'),
        hint: t('programs.lastDayHint'),
        kind: 'day',
        min: dayOf(systemClock.now()),
        optional: true,
      },
    ];
  };
}
