import { Button, Stack, Text } from '@mantine/core';
import { IconBuildingWarehouse, IconCircleCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { failureOf } from '../../sync/phone-client.ts';
import type { AddedDepot } from '../../sync/phone-views.ts';
import { CodeInput, TypingButton, useEachOnce } from '../scan/code-input.tsx';
import { CodeRefused } from './code-refused.tsx';
import { useAddDepot } from './use-add-depot.ts';

export interface DepotScan {
  /** A code that was scanned elsewhere and agreed to. */
  given?: string | null;
  onDone: () => void;
  /** The depot does not answer: what is the matter? */
  onCheck: () => void;
}

/** What the two screens that add a depot have in common: the scanner and what came of it, and what the thumb can do. */
export function useDepotScan({ given = null, onDone, onCheck }: DepotScan): { content: ReactNode; action: ReactNode } {
  const { t } = useTranslation('phone');
  const { data, isPending, error, mutateAsync } = useAddDepot(given);
  const [isTyping, setTyping] = useState(false);
  const look = useEachOnce(mutateAsync);
  const added = data?.kind === 'added' ? data : null;
  const isScanning = !isPending && added === null;
  return {
    content: (
      <Stack>
        {isScanning && <Text>{t('addDepot.lead')}</Text>}
        {data?.kind === 'refused' && <CodeRefused why={data.why} />}
        {error && <ErrorNote code={failureOf(error)} />}
        <div role="status">
          {isPending && (
            <EmptyState icon={IconBuildingWarehouse} title={t('addDepot.read')}>
              {t('addDepot.looking')}
            </EmptyState>
          )}
          {added !== null && <Added depot={added} />}
        </div>
        {isScanning && (
          <CodeInput
            wanted="depot"
            isTyping={isTyping}
            hint={t('addDepot.hint')}
            typedLabel={t('addDepot.typed')}
            onCode={look}
          />
        )}
      </Stack>
    ),
    action:
      added === null ? (
        <TypingButton isTyping={isTyping} onChange={setTyping} />
      ) : (
        <>
          <NextButton onClick={onDone}>{t('addDepot.done')}</NextButton>
          {!added.answers && <Button onClick={onCheck}>{t('doctor.title')}</Button>}
        </>
      ),
  };
}

function Added({ depot: { depot, name, isNew, answers } }: { depot: Extract<AddedDepot, { kind: 'added' }> }) {
  const { t } = useTranslation('phone');
  return (
    <EmptyState icon={IconCircleCheck} title={t(isNew ? 'addDepot.added' : 'addDepot.known', { depot })}>
      {answers ? t('addDepot.answers', { name: name ?? depot }) : t('addDepot.silent')}
    </EmptyState>
  );
}
