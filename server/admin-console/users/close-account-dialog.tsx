import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/contract/entities.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn, type Tagged, valueOrThrow } from '#shared/ui/json-call.ts';
import { hqRequest, send } from '../api/client.ts';
import { ifMatch } from '../form/use-edit.ts';
import { useSession } from '../session/session-context.tsx';

/** Closes an account, or opens it again. It is said first what that does, and to which state of the account. */
export function CloseAccountDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  return (
    <Modal opened={user !== null} onClose={onClose} title={t('users.accountTitle', { name: user?.name ?? '' })}>
      {user && <Deciding id={user.id} onClose={onClose} />}
    </Modal>
  );
}

function Deciding({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const session = useSession();
  const queries = useQueryClient();
  const read = useQuery({
    queryKey: ['users', 'tagged', id],
    queryFn: async () => valueOrThrow(await send(session, hqRequest('GET /users/:id', { params: { id } }))),
    gcTime: 0,
  });
  const change = useMutation({
    mutationFn: async ({ body, etag }: Tagged<User>) =>
      valueOrThrow(
        await send(
          session,
          hqRequest('PATCH /users/:id', { params: { id }, body: { is_active: !body.is_active } }),
          ifMatch(etag),
        ),
      ),
    onSuccess: onClose,
    // Whatever came of it, what is shown is read again.
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
  const failure = change.error ?? read.error;
  if (!read.data && !failure) return <Loader aria-label={t('ui:loading')} />;
  const { name, is_active } = read.data?.body ?? { name: '', is_active: true };
  return (
    <Stack>
      {read.data && <Text>{t(is_active ? 'users.closeSure' : 'users.openSure', { name })}</Text>}
      {failure && <ErrorNote code={failureIn(failure).code} />}
      <Group justify="end">
        <Button onClick={onClose}>{t('ui:action.cancel')}</Button>
        {read.data && (
          <Button
            variant="filled"
            {...(is_active ? { color: 'red' } : {})}
            loading={change.isPending}
            onClick={() => change.mutate(read.data)}
          >
            {t(is_active ? 'users.closeAccount' : 'users.openAccount')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
