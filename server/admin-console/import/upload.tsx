import { FileInput, Group, Select, Stack } from '@mantine/core';
import { IconFileSearch, IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportKindName } from '#shared/contract/hq/import.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { CHARSETS, type Charset } from './kinds.ts';
import { Faults, Preview } from './outcome.tsx';
import { Receipt } from './receipt.tsx';
import { useImport } from './use-import.ts';

/** One file of a kind: chosen, looked at, and taken. */
export function Upload({ kind }: { kind: ImportKindName }) {
  const { t } = useTranslation('hq');
  const [file, setFile] = useState<File | null>(null);
  const [charset, setCharset] = useState<Charset>('auto');
  const { tried, made, matched } = useImport(kind);
  const again = () => {
    tried.reset();
    made.reset();
    matched.reset();
  };
  const failure = made.error ?? matched.error ?? tried.error;
  const isText = file !== null && !/\.xlsx$/i.test(file.name);
  return (
    <Stack>
      <Group align="end">
        <FileInput
          w={420}
          size="md"
          label={t('import.file')}
          placeholder={t('import.choose')}
          accept=".xlsx,.csv,.txt,text/csv"
          leftSection={<IconFileUpload size={18} aria-hidden />}
          value={file}
          onChange={(chosen) => {
            setFile(chosen);
            again();
          }}
        />
        {isText && (
          <Select
            w={220}
            size="md"
            label={t('import.charset')}
            allowDeselect={false}
            data={CHARSETS.map((value) => ({ value, label: t(`import.charsets.${value}`) }))}
            value={charset}
            onChange={(chosen) => {
              setCharset(CHARSETS.find((known) => known === chosen) ?? 'auto');
              again();
            }}
          />
        )}
        {file && !tried.data && (
          <NextButton
            leftSection={<IconFileSearch size={20} aria-hidden />}
            loading={tried.isPending}
            onClick={() => tried.mutate({ file, charset })}
          >
            {t('import.check')}
          </NextButton>
        )}
      </Group>
      {failure && (
        <Faults
          key={tried.submittedAt}
          kind={kind}
          error={failure}
          isPending={matched.isPending || tried.isPending}
          onMatch={file === null ? null : (columns) => matched.mutate({ columns, chosen: { file, charset } })}
        />
      )}
      {tried.data && !made.data && !made.error && (
        <Preview kind={kind} tried={tried.data} isPending={made.isPending} onTake={() => made.mutate(tried.data)} />
      )}
      {made.data && <Receipt kind={kind} imported={made.data} />}
    </Stack>
  );
}
