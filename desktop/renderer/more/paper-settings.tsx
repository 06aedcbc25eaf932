import { Group, Input, SegmentedControl, Stack } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES } from '#shared/ui/i18n/languages.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import {
  isNoteLanguage,
  isPaper,
  NOTE_LANGUAGES,
  PAPER_NAMES,
  savedNoteLanguage,
  savedPaper,
  saveNoteLanguage,
  savePaper,
} from '#shared/ui/paper/paper-choice.ts';
import { PrinterStep } from '../setup/printer-step.tsx';

/** What this window speaks and prints on, kept on this PC. It changes nothing for anybody else: no name is asked for. */
export function PaperSettings() {
  const { t, i18n } = useTranslation('depot');
  const language = useLanguage();
  const [paper, setPaper] = useState(() => savedPaper(PAPER_NAMES));
  const [noteLanguage, setNoteLanguage] = useState(() => savedNoteLanguage(language));
  return (
    <Stack gap="md">
      <Choice
        label={t('settings.language')}
        value={language}
        names={LANGUAGES.map((value) => ({ value, label: <span lang={value}>{LANGUAGE_NAMES[value]}</span> }))}
        onChange={(chosen) => void i18n.changeLanguage(chosen)}
      />
      <Choice
        label={t('note.paper')}
        value={paper}
        names={PAPER_NAMES.map((value) => ({ value, label: <bdi>{value.replace('mm', ' mm')}</bdi> }))}
        onChange={(chosen) => {
          if (!isPaper(chosen)) return;
          savePaper(chosen);
          setPaper(chosen);
        }}
      />
      <Choice
        label={t('note.language')}
        value={noteLanguage}
        names={NOTE_LANGUAGES.map((value) => ({ value, label: <span lang={value}>{LANGUAGE_NAMES[value]}</span> }))}
        onChange={(chosen) => {
          if (!isNoteLanguage(chosen)) return;
          saveNoteLanguage(chosen);
          setNoteLanguage(chosen);
        }}
      />
      <PrinterStep />
    </Stack>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  names: { value: string; label: ReactNode }[];
  onChange: (chosen: string) => void;
}

function Choice({ label, value, names, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <Group gap="md" role="group" aria-labelledby={id}>
      <Input.Label id={id} w={220} size="md" component="div">
        {label}
      </Input.Label>
      <SegmentedControl size="md" aria-labelledby={id} data={names} value={value} onChange={onChange} />
    </Group>
  );
}
