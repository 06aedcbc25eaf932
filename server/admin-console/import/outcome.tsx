import { Alert, Stack, Text, Title } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportTried } from '#shared/contract/hq/answers.ts';
import type { ImportKindName, LineFault, UsedColumn } from '#shared/contract/hq/import.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import { labelOf, SHOWN } from './kinds.ts';
import { MatchColumns } from './match-columns.tsx';
import { faultsIn } from './use-import.ts';

interface FaultsProps {
  kind: ImportKindName;
  error: Error;
  isPending: boolean;
  /** Null while no file is chosen. */
  onMatch: ((columns: UsedColumn[]) => void) | null;
}

/** Everything that is wrong with a file, by line and column: nothing of it was taken. */
export function Faults({ kind, error, isPending, onMatch }: FaultsProps) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const failure = failureIn(error);
  const faults = faultsIn(failure);
  const unknown = [
    ...new Set(faults.flatMap(({ fault, column }) => (fault === 'COLUMN_UNKNOWN' && column ? [column] : []))),
  ];
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
          { head: t('import.column'), cell: ({ column }) => column && <bdi>{labelOf(kind, column, language)}</bdi> },
          { head: t('import.fault'), cell: (fault) => <FaultText fault={fault} /> },
        ]}
      />
      {onMatch && unknown.length > 0 && (
        <MatchColumns kind={kind} headings={unknown} isPending={isPending} onMatch={onMatch} />
      )}
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
export function Preview({ kind, tried: { would_create, items, columns = [] }, isPending, onTake }: PreviewProps) {
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
      <UsedColumns kind={kind} columns={columns} />
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

/** How the headings of the file were understood. */
function UsedColumns({ kind, columns }: { kind: ImportKindName; columns: UsedColumn[] }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  return (
    <Text size="sm" c="dimmed">
      {t('import.read')}{' '}
      {columns.map(({ heading, column }, index) => (
        <span key={heading}>
          {index > 0 && ' · '}
          <bdi>{heading}</bdi> → <bdi>{column === null ? t('import.leftOut') : labelOf(kind, column, language)}</bdi>
        </span>
      ))}
    </Text>
  );
}
