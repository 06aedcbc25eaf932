import { FileInput, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconFileSearch, IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IMPORT_KIND_NAMES, type ImportKindName } from '#shared/contract/hq/import.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { useParams } from '../list/use-params.ts';
import { HEADERS } from './kinds.ts';
import { Faults, Preview, Receipt } from './outcome.tsx';
import { useImport } from './use-import.ts';

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
      <Select
        w={280}
        size="md"
        label={t('import.kind')}
        allowDeselect={false}
        data={IMPORT_KIND_NAMES.map((value) => ({ value, label: t(`nav.${value}`) }))}
        value={kind}
        onChange={(chosen) => change({ kind: chosen ?? '' })}
      />
      <Columns kind={kind} />
      <Import key={kind} kind={kind} />
    </Stack>
  );
}

function Columns({ kind }: { kind: ImportKindName }) {
  const { t } = useTranslation('hq');
  const { needed, optional } = HEADERS[kind];
  return (
    <div>
      <Text size="sm">{t('import.header')}</Text>
      <Text size="sm" className="ltr import-header">
        {[...needed, ...optional.map((name) => `[${name}]`)].join(';')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('import.forms')}
      </Text>
    </div>
  );
}

function Import({ kind }: { kind: ImportKindName }) {
  const { t } = useTranslation('hq');
  const [file, setFile] = useState<File | null>(null);
  const { tried, made } = useImport(kind);
  const choose = (chosen: File | null) => {
    setFile(chosen);
    tried.reset();
    made.reset();
  };
  const failure = made.error ?? tried.error;
  return (
    <Stack>
      <Group align="end">
        <FileInput
          w={420}
          size="md"
          label={t('import.file')}
          placeholder={t('import.choose')}
          accept=".csv,.txt,text/csv"
          leftSection={<IconFileUpload size={18} aria-hidden />}
          value={file}
          onChange={choose}
        />
        {file && !tried.data && (
          <NextButton
            leftSection={<IconFileSearch size={20} aria-hidden />}
            loading={tried.isPending}
            onClick={() => tried.mutate(file)}
          >
            {t('import.check')}
          </NextButton>
        )}
      </Group>
      {failure && <Faults error={failure} />}
      {tried.data && !made.data && !made.error && (
        <Preview kind={kind} tried={tried.data} isPending={made.isPending} onTake={() => made.mutate(tried.data)} />
      )}
      {made.data && <Receipt kind={kind} created={made.data.created} />}
    </Stack>
  );
}
