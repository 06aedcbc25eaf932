import { Autocomplete, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone, usePhoneQuery, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import { useSaving } from '../../app/use-saving.ts';
import type { DeliveryDraft, Scanned, Stop } from '../../store/views.ts';
import { BalanceNote } from '../balance-note.tsx';
import { ProofBar } from '../proof/proof-bar.tsx';
import { BeforeConfirm } from './before-confirm.tsx';
import { CodeNote, DeliveryHead, NotPlanned } from './delivery-head.tsx';
import { detailsOf, isReady, totalOf } from './details.ts';
import { type Doubt, doubtsOf, leftToPay } from './doubts.ts';
import { EmptiesFields } from './empties-fields.tsx';
import { ImpossibleButton } from './impossible.tsx';
import { LinesSection } from './lines-section.tsx';
import { MoneyFields } from './money-fields.tsx';
import { useDeliveryDraft } from './use-delivery-draft.ts';
import { useStopClient } from './use-stop-client.ts';

interface ConfirmFormProps {
  /** Null where the note is of another driver's tour. */
  stop: Stop | null;
  initial: DeliveryDraft;
  scanned: Scanned;
  onSaved: (eventId: string) => void;
}

/** All was delivered, and the money: one tap. Everything else opens on demand. */
export function ConfirmForm({ stop, initial, scanned, onSaved }: ConfirmFormProps) {
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  const { value: draft, change, isKept, isUnkept, settle } = useDeliveryDraft(initial);
  const lines = stop?.lines ?? [];
  const total = totalOf(lines, draft);
  const client = useStopClient(stop);
  const [doubts, setDoubts] = useState<Doubt[]>([]);
  const confirm = useConfirming({ draft, lines, total, settle, onSaved });
  // A server of before does not know what was added.
  const { data: contract = null } = usePhoneQuery(['contract'], (phone) => phone.contract());
  const isNothing = lines.length > 0 && draft.lines.every(({ delivered }) => delivered === 0);
  const mayConfirm = session != null && may(session.user.role, 'validate');
  const press = () => {
    const found = doubtsOf(draft, total, client, client.proof);
    if (found.length === 0) confirm.save();
    else setDoubts(found);
  };
  return (
    <Screen
      title={<bdi>{stop?.reference ?? t('delivery.title')}</bdi>}
      back="/"
      action={
        <>
          <NextButton
            leftSection={<IconCheck aria-hidden />}
            disabled={isNothing || confirm.isOver || !isReady(lines, draft) || !mayConfirm}
            loading={confirm.isBusy}
            onClick={press}
          >
            {t('delivery.confirm')}
          </NextButton>
          <ImpossibleButton draft={draft} onChange={change} isUnkept={isUnkept} settle={settle} onSaved={onSaved} />
        </>
      }
    >
      {stop ? <DeliveryHead stop={stop} typed={total} /> : <NotPlanned scanned={scanned} />}
      <CodeNote scanned={scanned} />
      <LinesSection
        lines={lines}
        drafted={draft.lines}
        onChange={(next) => change((now) => ({ ...now, lines: next }))}
      />
      {isNothing && <Text c="dimmed">{t('delivery.nothing')}</Text>}
      <div className="delivery-fields" data-unkept={isKept ? undefined : true}>
        <MoneyFields
          draft={draft}
          total={total}
          balance={client.balance}
          hasCheque={contract !== null}
          onChange={change}
        />
        {stop && <BalanceNote clientId={stop.client_id} more={leftToPay(draft, total)} />}
        <Autocomplete
          label={t('delivery.receivedBy')}
          placeholder={t('delivery.receivedByHint')}
          data={client.receivers}
          value={draft.received_by}
          maxLength={200}
          autoComplete="off"
          onChange={(received_by) => change((now) => ({ ...now, received_by }))}
        />
        <ProofBar
          proof={draft.proof}
          rule={client.proof}
          hasSignature
          onChange={(update) => change((now) => ({ ...now, proof: update(now.proof) }))}
        />
        {contract !== null && (
          <EmptiesFields empties={draft.empties} onChange={(empties) => change((now) => ({ ...now, empties }))} />
        )}
      </div>
      <SaveFailure failure={confirm.failure} isUnkept={isUnkept} />
      <BeforeConfirm
        doubts={doubts}
        onClose={() => setDoubts([])}
        onConfirm={() => {
          setDoubts([]);
          confirm.save();
        }}
      />
    </Screen>
  );
}

interface Confirming extends Pick<ReturnType<typeof useDeliveryDraft>, 'settle'> {
  draft: DeliveryDraft;
  lines: Stop['lines'];
  total: number | null;
  onSaved: (eventId: string) => void;
}

/** Records the delivery as the form says it, once. */
function useConfirming({ draft, lines, total, settle, onSaved }: Confirming) {
  const phone = usePhone();
  return useSaving({
    save: async () => {
      const details = detailsOf(lines, draft);
      if (details === null) return null;
      const { event_id, delivery_id } = draft;
      return settle(() => phone.validateDelivery({ event_id, delivery_id, details, total_ttc: total }));
    },
    onSaved: (result) => {
      void askToBeCalled();
      onSaved(result.kind === 'already' ? result.event_id : draft.event_id);
    },
  });
}
