import { Alert, Anchor, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Imported } from '#shared/contract/hq/answers.ts';
import type { ImportKindName, MadeOfFile } from '#shared/contract/hq/import.ts';
import { formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { FileMenu } from '../files/file-menu.tsx';
import type { FileColumn, FileForm } from '../files/list-file.ts';
import { saveRows } from '../files/workbook.ts';

interface ReceiptProps {
  kind: ImportKindName;
  imported: Imported;
}

/** What was taken: all of it. It can be kept as a file, and stands in the audit. */
export function Receipt({ kind, imported: { created, receipt, made = [] } }: ReceiptProps) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const columns: FileColumn<MadeOfFile>[] = [
    { head: t('import.line'), value: ({ line }) => line },
    { head: t('import.shown.name'), value: ({ name }) => name },
    { head: t('import.number'), value: ({ id }) => id },
  ];
  const save = (form: FileForm) =>
    saveRows({ name: t('import.receipt'), day: (receipt?.at ?? '').slice(0, 10), form }, columns, made);
  return (
    <Alert
      role="status"
      variant="outline"
      icon={<IconCircleCheck aria-hidden />}
      title={t('import.taken', { count: created })}
    >
      <Stack gap="xs">
        {receipt && (
          <Text size="sm">
            <bdi>{receipt.file}</bdi> · <bdi>{formatDateTime(receipt.at, language)}</bdi>
          </Text>
        )}
        <Group>
          <Anchor component={Link} to={LISTS[kind]} underline="always">
            {t('import.look')}
          </Anchor>
          {receipt && (
            <Anchor
              component={Link}
              to={`/acts?what=FILE_IMPORTED&q=${encodeURIComponent(receipt.file ?? '')}`}
              underline="always"
            >
              {t('import.inAudit')}
            </Anchor>
          )}
          {made.length > 0 && <FileMenu label={t('import.receipt')} onChoose={(form) => void save(form)} />}
        </Group>
      </Stack>
    </Alert>
  );
}

const LISTS: Record<ImportKindName, string> = {
  products: '/products',
  clients: '/clients',
  users: '/users',
  lots: '/lots',
  deliveries: '/deliveries',
};
