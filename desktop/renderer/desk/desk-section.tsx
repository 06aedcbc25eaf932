import { Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconUserMinus, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskActs, DeskClerk } from '#shared/contract/desktop/desk.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { actsQuery, clerksQuery } from '../api/desk.ts';
import { Dialog } from '../frame/dialog.tsx';
import { deskActText } from './desk-act-text.ts';
import { ForgetDialog } from './forget-dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Who acts at this PC, and what they did. */
export function DeskSection({ nowMs }: { nowMs: number }) {
  const { t } = useTranslation('depot');
  const [isOpen, setOpen] = useState(false);
  const clerks = useQuery(clerksQuery);
  const acts = useQuery(actsQuery);
  const error = clerks.error ?? acts.error;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Text c="dimmed" maw={720}>
          {t('desk.lead')}
        </Text>
        <Button leftSection={<IconUserPlus size={20} aria-hidden />} onClick={() => setOpen(true)}>
          {t('desk.add')}
        </Button>
      </Group>
      {error && <ErrorNote code={failureIn(error).code} />}
      {clerks.isPending && <LoadingShape rows={2} height={48} />}
      {clerks.data && <Clerks clerks={clerks.data.items} />}
      <Title order={3} size="h4">
        {t('desk.acts')}
      </Title>
      {acts.data && <Acts acts={acts.data.items} nowMs={nowMs} />}
      {isOpen && (
        <Dialog onClose={() => setOpen(false)} title={t('desk.signInTitle')}>
          <SignInForm onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </Stack>
  );
}

function Clerks({ clerks }: { clerks: DeskClerk[] }) {
  const { t } = useTranslation('depot');
  const [leaving, setLeaving] = useState<DeskClerk | null>(null);
  if (clerks.length === 0) {
    return (
      <EmptyState icon={IconUsers} title={t('desk.nobody')}>
        {t('desk.nobodyMore')}
      </EmptyState>
    );
  }
  return (
    <Paper withBorder maw={720}>
      <Table verticalSpacing="sm" horizontalSpacing="md" fz="md" aria-label={t('desk.title')}>
        <Table.Tbody>
          {clerks.map((clerk) => (
            <Table.Tr key={clerk.user_id}>
              <Table.Th fw={600}>
                <bdi>{clerk.name}</bdi>
              </Table.Th>
              <Table.Td>{t(`desk.asks.${clerk.asks}`)}</Table.Td>
              <Table.Td ta="end">
                <Button
                  variant="subtle"
                  color="red"
                  leftSection={<IconUserMinus size={20} aria-hidden />}
                  aria-label={t('desk.forgetOf', { name: clerk.name })}
                  onClick={() => setLeaving(clerk)}
                >
                  {t('desk.forget')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {leaving && <ForgetDialog clerk={leaving} onClose={() => setLeaving(null)} />}
    </Paper>
  );
}

function Acts({ acts, nowMs }: { acts: DeskActs['items']; nowMs: number }) {
  const { t } = useTranslation('depot');
  if (acts.length === 0) return <Text c="dimmed">{t('desk.noActs')}</Text>;
  return (
    <Paper withBorder>
      <Table verticalSpacing="sm" horizontalSpacing="md" fz="md" aria-label={t('desk.acts')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('desk.when')}</Table.Th>
            <Table.Th>{t('desk.who')}</Table.Th>
            <Table.Th>{t('desk.what')}</Table.Th>
            <Table.Th>{t('desk.note')}</Table.Th>
            <Table.Th>{t('desk.where')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {acts.map(({ id, at, user_name, what, about_name, reason, custody }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Moment at={at} now={nowMs} />
              </Table.Td>
              <Table.Td>
                <bdi>{user_name}</bdi>
              </Table.Td>
              <Table.Td>
                {t(`desk.did.${deskActText(what)}`)} {about_name && <bdi>{about_name}</bdi>}
              </Table.Td>
              <Table.Td>{reason}</Table.Td>
              <Table.Td>
                <StateBadge state={custody === 'AT_HQ' ? 'hq' : 'depot'} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
