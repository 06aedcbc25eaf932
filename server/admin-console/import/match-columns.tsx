import { Select, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportKindName, UsedColumn } from '#shared/contract/hq/import.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { columnsFor } from './kinds.ts';

/** What stands for "leave it out" among the names of columns, none of which is it. */
const LEFT_OUT = '-';

interface MatchColumnsProps {
  kind: ImportKindName;
  /** Those of the file that nobody here knows. */
  headings: readonly string[];
  isPending: boolean;
  onMatch: (columns: UsedColumn[]) => void;
}

/** Somebody says once what the company's own headings mean; it is remembered for every file after this one. */
export function MatchColumns({ kind, headings, isPending, onMatch }: MatchColumnsProps) {
  const { t } = useTranslation('hq');
  const [said, setSaid] = useState<Record<string, string>>({});
  const options = [
    { value: LEFT_OUT, label: t('import.leaveOut') },
    ...columnsFor(kind, useLanguage()).map(({ column, label, isNeeded }) => ({
      value: column,
      label: isNeeded ? `${label} *` : label,
    })),
  ];
  const match = () =>
    onMatch(
      headings.map((heading) => ({ heading, column: said[heading] === LEFT_OUT ? null : (said[heading] ?? null) })),
    );
  return (
    <Stack gap="xs" align="start">
      <Title order={2} size="h4">
        {t('import.match')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('import.matchMore')}
      </Text>
      {headings.map((heading) => (
        <Select
          key={heading}
          w={420}
          label={<bdi>{heading}</bdi>}
          placeholder={t('import.means')}
          searchable
          data={options}
          value={said[heading] ?? null}
          onChange={(column) => setSaid({ ...said, [heading]: column ?? '' })}
        />
      ))}
      <NextButton loading={isPending} disabled={headings.some((heading) => !said[heading])} onClick={match}>
        {t('import.matchAndCheck')}
      </NextButton>
    </Stack>
  );
}
