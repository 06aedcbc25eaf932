import { Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChainReport } from '#shared/contract/desktop/journal.ts';
import type { DesktopPhone } from '#shared/contract/desktop.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { chainQuery } from '../api/queries.ts';
import { Dialog } from '../frame/dialog.tsx';
import { numbersOf } from '../tours/settlement-view.ts';

/** Whether what a phone handed in here is whole and unchanged. */
export function ChainDialog({ phone, onClose }: { phone: DesktopPhone; onClose: () => void }) {
  const { t } = useTranslation('depot');
  const { data, error, isPending, refetch } = useQuery(chainQuery(phone.device_id));
  return (
    <Dialog onClose={onClose} title={t('phoneList.chainOf', { name: phone.user_name })}>
      {isPending && <LoadingShape rows={3} height={32} />}
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {data && <Report report={data} />}
    </Dialog>
  );
}

function Report({ report }: { report: ChainReport }) {
  const { t } = useTranslation('depot');
  const { events, from, to, missing, broken_links, bad_signatures, at_hq } = report;
  const isWhole = broken_links.length === 0 && bad_signatures.length === 0;
  const faults = [
    { said: t('phoneList.chainBroken'), numbers: broken_links },
    { said: t('phoneList.chainForged'), numbers: bad_signatures },
  ].filter(({ numbers }) => numbers.length > 0);
  if (from === null || to === null) return <Text>{t('phoneList.chainNothing')}</Text>;
  return (
    <Stack gap="sm">
      <Text>{t('phoneList.chainHeld', { count: events, from: formatNumber(from), to: formatNumber(to) })}</Text>
      {isWhole ? (
        <Text fw={600}>
          <IconCircleCheck size={20} aria-hidden style={{ verticalAlign: 'text-bottom' }} /> {t('phoneList.chainWhole')}
        </Text>
      ) : (
        <>
          <StateBadge state="person">{t('phoneList.chainFaulty')}</StateBadge>
          {faults.map(({ said, numbers }) => (
            <Text key={said} fw={600}>
              {said} <bdi className="ltr">{numbers.join(', ')}</bdi>
            </Text>
          ))}
          <Text>{t('phoneList.chainTodo')}</Text>
        </>
      )}
      {missing.length > 0 && (
        <Text>
          {t('phoneList.chainElsewhere')} <bdi className="ltr">{numbersOf({ ranges: missing })}</bdi>
        </Text>
      )}
      {at_hq !== null && at_hq.up_to > 0 && (
        <Text>
          {t('phoneList.chainAtHq', { number: formatNumber(at_hq.up_to) })} <Moment at={at_hq.as_of} />
        </Text>
      )}
    </Stack>
  );
}
