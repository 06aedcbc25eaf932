import { Alert, Button, Group, Stack, Table } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Amount } from '#shared/ui/amount.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import type { Field, Value, Values } from './fields.ts';
import { Refused } from './refused.tsx';

interface VersionsProps {
  /** Those in which the two differ. */
  fields: readonly Field[];
  mine: Values;
  theirs: Values;
  sending: { isPending: boolean; error: Error | null };
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Two people changed one thing: what each of them wants, field by field, and which of the two shall stand. */
export function Versions({ fields, mine, theirs, sending, onKeepMine, onTakeTheirs }: VersionsProps) {
  const { t } = useTranslation('hq');
  return (
    <Stack>
      <Alert role="alert" color="red" variant="outline" icon={<IconUsers aria-hidden />} title={t('form.both.title')}>
        {t('form.both.text')}
      </Alert>
      <Table aria-label={t('form.both.title')} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('form.both.field')}</Table.Th>
            <Table.Th>{t('form.both.mine')}</Table.Th>
            <Table.Th>{t('form.both.theirs')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field.name}>
              <Table.Th scope="row">{field.label}</Table.Th>
              <Table.Td>
                <Shown field={field} value={mine[field.name] ?? null} />
              </Table.Td>
              <Table.Td>
                <Shown field={field} value={theirs[field.name] ?? null} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {sending.error && <Refused error={sending.error} />}
      <Group justify="end">
        <Button onClick={onTakeTheirs}>{t('form.both.takeTheirs')}</Button>
        <NextButton onClick={onKeepMine} loading={sending.isPending} data-autofocus>
          {t('form.both.keepMine')}
        </NextButton>
      </Group>
    </Stack>
  );
}

/** A value as a person reads it. */
function Shown({ field, value }: { field: Field; value: Value }) {
  const { t } = useTranslation('hq');
  if (field.kind === 'flag') return t(value === true ? 'attention.yes' : 'attention.no');
  if (value === null || value === '') return '—';
  if (field.kind === 'money' && typeof value === 'number') return <Amount value={value} />;
  if (field.kind === 'whole' && typeof value === 'number') return <bdi>{formatNumber(value)}</bdi>;
  if (field.kind === 'choice' || field.kind === 'choices') {
    const chosen = [value].flat().map(String);
    return (
      <bdi>{field.options.flatMap(({ value: known, label }) => (chosen.includes(known) ? label : [])).join(', ')}</bdi>
    );
  }
  return <bdi>{String(value)}</bdi>;
}
