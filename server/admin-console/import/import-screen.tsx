import { Group, Select, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IMPORT_KIND_NAMES, type ImportKindName } from '#shared/contract/hq/import.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { FileMenu } from '../files/file-menu.tsx';
import type { FileForm } from '../files/list-file.ts';
import { saveRows } from '../files/workbook.ts';
import { useParams } from '../list/use-params.ts';
import { columnsFor } from './kinds.ts';
import { Upload } from './upload.tsx';

/** A file is checked, shown, and taken whole or not at all. */
export function ImportScreen() {
  const { t } = useTranslation('hq');
  const [{ kind: named }, change] = useParams(['kind']);
  const kind = IMPORT_KIND_NAMES.find((known) => known === named) ?? 'products';
  usePageTitle(t('nav.import'));
  return (
    <Stack maw={900}>
      <Title order={1} size="h3">
        {t('nav.import')}
      </Title>
      <Text c="dimmed">{t('import.intro')}</Text>
      <Group align="end">
        <Select
          w={280}
          size="md"
          label={t('import.kind')}
          allowDeselect={false}
          data={IMPORT_KIND_NAMES.map((value) => ({ value, label: t(`nav.${value}`) }))}
          value={kind}
          onChange={(chosen) => change({ kind: chosen ?? '' })}
        />
        <EmptyFile kind={kind} />
      </Group>
      <Columns kind={kind} />
      <Upload key={kind} kind={kind} />
    </Stack>
  );
}

/** A file that holds the heads alone, to be filled in. */
function EmptyFile({ kind }: { kind: ImportKindName }) {
  const { t } = useTranslation('hq');
  const columns = columnsFor(kind, useLanguage()).map(({ label }) => ({ head: label, value: () => null }));
  const save = (form: FileForm) =>
    saveRows({ name: t(`nav.${kind}`), day: dayOf(systemClock.now()), form }, columns, []);
  return <FileMenu label={t('import.empty')} onChoose={(form) => void save(form)} />;
}

function Columns({ kind }: { kind: ImportKindName }) {
  const { t } = useTranslation('hq');
  const columns = columnsFor(kind, useLanguage());
  const named = (isNeeded: boolean) => columns.filter((column) => column.isNeeded === isNeeded);
  return (
    <div>
      <Text size="sm">
        {t('import.needed')}{' '}
        <b>
          {named(true)
            .map(({ label }) => label)
            .join(' · ')}
        </b>
      </Text>
      {named(false).length > 0 && (
        <Text size="sm">
          {t('import.optional')}{' '}
          {named(false)
            .map(({ label }) => label)
            .join(' · ')}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t('import.forms')}
      </Text>
      {kind === 'users' && (
        <Text size="sm" c="dimmed">
          {t('import.noPasswords')}
        </Text>
      )}
    </div>
  );
}
