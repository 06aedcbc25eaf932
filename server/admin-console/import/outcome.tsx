import { Alert, Anchor, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconFileAlert } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ImportTried } from '#shared/contract/hq/answers.ts';
import type { ImportKindName, LineFault } from '#shared/contract/hq/import.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import { SHOWN } from './kinds.ts';
import { faultsIn } from './use-import.ts';

/** Everything that is wrong with a file, by line and column: nothing of it was taken. */
export function Faults({ error }: { error: Error }) {
  const { t } = useTranslation('hq');
  const failure = failureIn(error);
  const faults = faultsIn(failure);
  if (faults.length === 0) return <ErrorNote code={failure.code} safe={t('import.nothingTaken')} />;
  return (
    <Stack gap="xs">
      <Alert role="alert" color="red" variant="outline" icon={<IconFileAlert aria-hidden />} title={t('import.bad')}>
        {t('import.badMore')}
      </Alert>
      <PlainTable
        label={t('import.bad')}
        rows={faults}
        keyOf={(fault) => JSON.stringify(fault)}
        columns={[
          { head: t('import.line'), cell: ({ line }) => formatNumber(line), figures: true },
          { head: t('import.column'), cell: ({ column }) => <bdi>{column}</bdi> },
          { head: t('import.fault'), cell: (fault) => <FaultText fault={fault} /> },
        ]}
      />
    </Stack>
  );
}

function FaultText({ fault: { fault, cell } }: { fault: LineFault }) {
  const { t } = useTranslation('hq');
  return (
    <>
      {t(`import.faults.${fault}`)}
      {cell !== undefined && (
        <>
          {' '}
          <bdi>« {cell} »</bdi>
        </>
      )}
    </>
  );
}

/** What would be made, by its place in the answer. */
interface Shown {
  item: unknown;
  index: number;
}

interface PreviewProps {
  kind: ImportKindName;
  tried: ImportTried;
  isPending: boolean;
  onTake: () => void;
}

/** What the file would make, of which the first are shown, and the button that takes all of it. */
export function Preview({ kind, tried: { would_create, items }, isPending, onTake }: PreviewProps) {
  const { t } = useTranslation('hq');
  const text = (item: unknown, name: string) => String((item as Record<string, unknown>)[name] ?? '');
  return (
    <Stack gap="xs" align="start">
      <Title order={2} size="h4">
        {t('import.good', { count: would_create })}
      </Title>
      <PlainTable
        label={t('import.preview')}
        rows={items.map((item, index) => ({ item, index }))}
        keyOf={({ index }) => String(index)}
        columns={SHOWN[kind].map((name) => ({
          head: t(`import.shown.${name}`),
          cell: ({ item }: Shown) => <bdi>{text(item, name)}</bdi>,
        }))}
      />
      {items.length < would_create && (
        <Text size="sm" c="dimmed">
          {t('import.firstOf', { count: items.length })}
        </Text>
      )}
      <NextButton loading={isPending} onClick={onTake}>
        {t('import.take', { count: would_create })}
      </NextButton>
    </Stack>
  );
}

/** What was taken: all of it. */
export function Receipt({ kind, created }: { kind: ImportKindName; created: number }) {
  const { t } = useTranslation('hq');
  return (
    <Alert
      role="status"
      variant="outline"
      icon={<IconCircleCheck aria-hidden />}
      title={t('import.taken', { count: created })}
    >
      <Anchor component={Link} to={LISTS[kind]} underline="always">
        {t('import.look')}
      </Anchor>
    </Alert>
  );
}

const LISTS: Record<ImportKindName, string> = {
  products: '/products',
  clients: '/clients',
  lots: '/stock',
  deliveries: '/deliveries',
};
