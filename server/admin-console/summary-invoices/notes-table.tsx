import { Checkbox, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UninvoicedNote } from '#shared/contract/hq/summary-invoices.ts';
import { summaryTotals } from '#shared/domain/summary-invoice.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { FIGURES } from '../list/column.ts';

interface NotesTableProps {
  notes: UninvoicedNote[];
  /** Those that are left out of the invoice. */
  left: ReadonlySet<string>;
  choose: (ids: string[], isChosen: boolean) => void;
}

/** The notes, each of which may be left for another invoice. */
export function NotesTable({ notes, left, choose }: NotesTableProps) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  return (
    <Table aria-label={t('summary.notes')} fz="sm" verticalSpacing={6} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={44}>
            <Checkbox
              aria-label={t('summary.chooseAll')}
              checked={left.size === 0}
              indeterminate={left.size > 0 && left.size < notes.length}
              onChange={({ currentTarget }) =>
                choose(
                  notes.map(({ id }) => id),
                  currentTarget.checked,
                )
              }
            />
          </Table.Th>
          <Table.Th>{t('deliveries.reference')}</Table.Th>
          <Table.Th>{t('summary.deliveredOn')}</Table.Th>
          <Table.Th {...FIGURES}>{t('invoices.ht')}</Table.Th>
          <Table.Th {...FIGURES}>{t('invoices.ttc')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {notes.map(({ id, reference, day, lines }) => {
          const { total_ht, total_ttc } = summaryTotals(lines);
          return (
            <Table.Tr key={id}>
              <Table.Td>
                <Checkbox
                  aria-label={t('summary.chooseOne', { reference })}
                  checked={!left.has(id)}
                  onChange={({ currentTarget }) => choose([id], currentTarget.checked)}
                />
              </Table.Td>
              <Table.Td>
                <bdi>{reference}</bdi>
              </Table.Td>
              <Table.Td>
                <bdi>{formatDate(day, language)}</bdi>
              </Table.Td>
              <Table.Td {...FIGURES}>
                <Amount value={total_ht} bare />
              </Table.Td>
              <Table.Td {...FIGURES}>
                <Amount value={total_ttc} bare />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
