import { Alert, Button, SegmentedControl, Stack } from '@mantine/core';
import { IconFileOff, IconPrinter, IconShare3 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type CSSProperties, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LANGUAGE_NAMES } from '#shared/ui/i18n/languages.ts';
import { addTexts } from '#shared/ui/i18n/start-i18n.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import {
  isNoteLanguage,
  NOTE_LANGUAGES,
  type NoteLanguage,
  savedNoteLanguage,
  savedPaper,
  saveNoteLanguage,
  savePaper,
} from '#shared/ui/paper/paper-choice.ts';
import type { SalesPaper } from '#shared/ui/paper/sales-paper.ts';
import { SalesRoll } from '#shared/ui/paper/sales-roll.tsx';
import { SalesSheet } from '#shared/ui/paper/sales-sheet.tsx';
import { useFontsReady } from '#shared/ui/paper/use-fonts-ready.ts';
import { Screen } from '../../../app/screen.tsx';
import { NOTE_TEXTS } from '../../../app/texts/note-texts.ts';
import { drawPicture } from './draw-picture.ts';
import { sharePicture } from './share-picture.ts';
import { type PaperKind, usePaper } from './use-paper.ts';
import { useSheetZoom } from './use-sheet-zoom.ts';
import './paper-screen.css';

/** What a seller carries: a small printer at the belt, else the sheets of an office. */
const FORMATS = ['80mm', 'A4'] as const;
type Format = (typeof FORMATS)[number];

/** The paper of an invoice: printed by the phone's own dialog, or handed on as a picture. */
export function PaperScreen({ id }: { id: string }) {
  const { t } = useTranslation('phone');
  const { t: ui, i18n } = useTranslation('ui');
  useState(() => addTexts(i18n, NOTE_TEXTS));
  const screenLanguage = useLanguage();
  const [format, setFormat] = useState<Format>(() => savedPaper(FORMATS));
  const [language, setLanguage] = useState<NoteLanguage>(() => savedNoteLanguage(screenLanguage));
  const [kind, setKind] = useState<PaperKind>('invoice');
  const hasFonts = useFontsReady(language);
  const found = usePaper(id, kind, language);
  const share = useMutation({
    mutationFn: async (paper: SalesPaper) =>
      sharePicture(await drawPicture(paper), `${paper.reference ?? paper.title}.png`),
  });
  const back = `/sell/${id}`;
  if (found.kind !== 'found') {
    return (
      <Screen title={t('paper.title')} back={found.kind === 'missing' ? '/sell' : back}>
        {found.kind === 'loading' ? (
          <LoadingShape height={400} />
        ) : (
          <EmptyState icon={IconFileOff} title={t('sell.missing')}>
            {t('sell.missingMore')}
          </EmptyState>
        )}
      </Screen>
    );
  }
  const { paper, mayTravel, hasSeller } = found;
  return (
    <Screen
      title={paper.reference === null ? paper.title : <bdi>{paper.reference}</bdi>}
      back={back}
      action={
        <>
          <NextButton leftSection={<IconPrinter aria-hidden />} disabled={!hasFonts} onClick={() => window.print()}>
            {ui('action.print')}
          </NextButton>
          <Button
            variant="subtle"
            leftSection={<IconShare3 aria-hidden />}
            disabled={!hasFonts}
            loading={share.isPending}
            onClick={() => share.mutate(paper)}
          >
            {t('paper.share')}
          </Button>
        </>
      }
    >
      <div className="paper-page">
        <Stack gap="xs" className="paper-choices">
          {mayTravel && (
            <SegmentedControl
              fullWidth
              aria-label={t('paper.kind')}
              data={[
                { value: 'invoice', label: ui('paper.draft') },
                { value: 'bon', label: ui('paper.bon') },
              ]}
              value={kind}
              onChange={(chosen) => setKind(chosen === 'bon' ? 'bon' : 'invoice')}
            />
          )}
          <div className="paper-choice">
            <SegmentedControl
              fullWidth
              aria-label={t('paper.format')}
              data={FORMATS.map((name) => ({ value: name, label: <bdi>{name.replace('mm', ' mm')}</bdi> }))}
              value={format}
              onChange={(chosen) => {
                const next = chosen === 'A4' ? 'A4' : '80mm';
                savePaper(next);
                setFormat(next);
              }}
            />
            <SegmentedControl
              fullWidth
              aria-label={t('paper.language')}
              data={NOTE_LANGUAGES.map((value) => ({
                value,
                label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
              }))}
              value={language}
              onChange={(chosen) => {
                if (!isNoteLanguage(chosen)) return;
                saveNoteLanguage(chosen);
                setLanguage(chosen);
              }}
            />
          </div>
          {!hasSeller && <Alert color="yellow">{t('paper.noSeller')}</Alert>}
          {share.isError && <Alert color="red">{t('paper.notShared')}</Alert>}
        </Stack>
        {format === 'A4' ? <Sheet paper={paper} /> : <SalesRoll key={language} paper={paper} />}
      </div>
    </Screen>
  );
}

/** A whole sheet in the width of a phone; on paper it has its own size. */
function Sheet({ paper }: { paper: SalesPaper }) {
  const { room, zoom } = useSheetZoom();
  return (
    <>
      <style>{'@page { size: A4 portrait; margin: 12mm }'}</style>
      <div ref={room} className="paper-sheet" style={{ '--zoom': zoom } as CSSProperties}>
        <SalesSheet paper={paper} heading="h2" />
      </div>
    </>
  );
}
