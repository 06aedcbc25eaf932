import { Group, SegmentedControl } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { LANGUAGE_NAMES } from '#shared/ui/i18n/languages.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import {
  isNoteLanguage,
  isPaper,
  NOTE_LANGUAGES,
  type NoteLanguage,
  PAPER_NAMES,
  type Paper,
} from '#shared/ui/paper/paper-choice.ts';

interface NoteToolbarProps {
  back: { path: string; label: string };
  /** Absent where there is one paper only. */
  paper?: Paper;
  language: NoteLanguage;
  onLanguage: (language: NoteLanguage) => void;
  onPaper?: (paper: Paper) => void;
  ready: boolean;
}

/** What is printed on, and in which language. */
export function NoteToolbar({ back, paper, language, onLanguage, onPaper, ready }: NoteToolbarProps) {
  const { t } = useTranslation('depot');
  const print = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Whoever came here came to print: Enter is enough.
    if (ready) print.current?.focus();
  }, [ready]);
  return (
    <Group component="header" className="note-toolbar" justify="space-between">
      <Link to={back.path} className="note-back">
        <IconArrowLeft size={20} className="flip-in-rtl" aria-hidden />
        {back.label}
      </Link>
      <Group>
        <SegmentedControl
          size="md"
          aria-label={t('note.language')}
          data={NOTE_LANGUAGES.map((value) => ({ value, label: <span lang={value}>{LANGUAGE_NAMES[value]}</span> }))}
          value={language}
          onChange={(chosen) => isNoteLanguage(chosen) && onLanguage(chosen)}
        />
        {paper && onPaper && (
          <SegmentedControl
            size="md"
            aria-label={t('note.paper')}
            data={PAPER_NAMES.map((name) => ({ value: name, label: <bdi>{name.replace('mm', ' mm')}</bdi> }))}
            value={paper}
            onChange={(chosen) => isPaper(chosen) && onPaper(chosen)}
          />
        )}
        <NextButton
          ref={print}
          disabled={!ready}
          leftSection={<IconPrinter size={20} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('note.print')}
        </NextButton>
      </Group>
    </Group>
  );
}
