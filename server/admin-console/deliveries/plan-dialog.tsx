import { Modal, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '#shared/ui/amount.tsx';
import { dayOf } from '#shared/ui/format.ts';
import { hqRequest } from '../api/client.ts';
import { useDepots, useProducts, useWholeList } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { EntryForm } from '../form/entry-form.tsx';
import type { Values } from '../form/fields.ts';
import { LinesInput, newLine } from './lines-input.tsx';
import { usePlanFields } from './plan-fields.ts';
import { isBlank, lineFault, linesToSend, type PlanLine, planTotals } from './plan-lines.ts';

/** A delivery is planned: for whom, from which depot, by whom, on which day, and what. */
export function PlanDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('hq');
  return (
    <Modal opened={opened} onClose={onClose} title={t('deliveries.plan')} size={880}>
      <Plan onClose={onClose} />
    </Modal>
  );
}

function Plan({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('hq');
  const fields = usePlanFields();
  const products = useProducts() ?? new Map();
  const depots = [...(useDepots()?.keys() ?? [])];
  const [lines, setLines] = useState<PlanLine[]>([newLine(1)]);
  const [tried, setTried] = useState(false);
  const plan = useChange<'POST /deliveries'>();
  const linesOf = (values: Values) => linesToSend(lines, products, String(values.planned_for ?? ''));
  const send = (values: Values) => {
    setTried(true);
    const toSend = linesOf(values);
    if (toSend.length === 0 || lines.some((line) => lineFault(line, lines) !== null)) return;
    plan.mutate(hqRequest('POST /deliveries', { body: planBody(values, toSend) }), { onSuccess: onClose });
  };
  return (
    <EntryForm
      fields={fields}
      initial={{
        client_id: '',
        depot_id: depots.length === 1 ? String(depots[0]) : '',
        driver_user_id: '',
        planned_for: dayOf(Date.now()),
      }}
      columns={2}
      onSend={send}
      sending={plan}
      submit={t('deliveries.plan')}
      onClose={onClose}
      below={(values) => (
        <>
          <StockedLines
            depotId={String(values.depot_id ?? '')}
            {...{ lines, products, showFaults: tried }}
            onChange={setLines}
          />
          {tried && lines.every(isBlank) && (
            <Text size="sm" c="red" role="alert">
              {t('deliveries.noLine')}
            </Text>
          )}
          <Text ta="end" role="status">
            {t('deliveries.totalTtc')} <Amount value={planTotals(linesOf(values)).total_ttc} />
          </Text>
        </>
      )}
    />
  );
}

const planBody = (values: Values, lines: ReturnType<typeof linesToSend>) => ({
  client_id: values.client_id,
  depot_id: Number(values.depot_id),
  driver_user_id: Number(values.driver_user_id),
  planned_for: values.planned_for,
  lines,
});

type StockedLinesProps = Omit<Parameters<typeof LinesInput>[0], 'stock'> & { depotId: string };

function StockedLines({ depotId, ...rest }: StockedLinesProps) {
  const { data } = useWholeList('stock', { depot_id: depotId }, depotId !== '');
  const stock = useMemo(() => new Map((data ?? []).map((level) => [level.product_id, level])), [data]);
  return <LinesInput {...rest} stock={stock} />;
}
