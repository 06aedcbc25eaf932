import { Button, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import type { DraftInvoice } from '../../store/views.ts';
import { BalanceNote } from '../balance-note.tsx';
import type { ClientVisit } from '../client/client-screen.tsx';
import { ClientSearch } from '../client-search.tsx';
import { isOwnSale, owedMore } from './draft.ts';
import { NewClientFields } from './new-client-fields.tsx';

interface PickerProps {
  draft: DraftInvoice;
  onChange: (draft: DraftInvoice) => void;
}

/** Who pays: found by a few letters, or made here and now. */
export function ClientPicker({ draft, onChange }: PickerProps) {
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  const [, navigate] = useLocation();
  const mayAdd = session != null && may(session.user.role, 'addClient');
  const choose = ({ id, name }: { id: string; name: string }) =>
    onChange({ ...draft, client_id: id, client_name: name, new_client: null });
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('sell.client')}
      </Title>
      {draft.client_id === null ? (
        <ClientSearch
          onFound={choose}
          {...(mayAdd
            ? { onNew: (name) => onChange({ ...draft, client_id: newId(), client_name: name, new_client: { name } }) }
            : {})}
        />
      ) : (
        <>
          <Group justify="space-between" wrap="nowrap">
            <Text fw={600}>{draft.new_client !== null ? t('sell.newClient') : <bdi>{draft.client_name}</bdi>}</Text>
            {isOwnSale(draft) && (
              <Button onClick={() => onChange({ ...draft, client_id: null, client_name: '', new_client: null })}>
                {t('sell.changeClient')}
              </Button>
            )}
          </Group>
          {draft.new_client === null ? (
            <>
              <BalanceNote clientId={draft.client_id} more={owedMore(draft)} />
              <Button
                variant="subtle"
                onClick={() =>
                  navigate(`/clients/${draft.client_id}`, {
                    state: { back: `/sell/${draft.id}` } satisfies ClientVisit,
                  })
                }
              >
                {t('client.open')}
              </Button>
            </>
          ) : (
            <NewClientFields
              client={draft.new_client}
              onChange={(client) => onChange({ ...draft, new_client: client, client_name: client.name.trim() })}
              onKnown={choose}
            />
          )}
        </>
      )}
    </section>
  );
}
