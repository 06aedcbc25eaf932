import { Button, Group, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceivedEvent } from '#shared/contract/hq/records.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { reasonWords } from '#shared/ui/error-text-key.ts';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useDevices, useProducts } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { useSignedIn } from '../session/session-context.tsx';
import { AboutLink } from './about-link.tsx';
import { DecideDialog, type Verdict } from './decide-dialog.tsx';
import { payloadOf, type Said, saidBy } from './said.ts';
import { actionWords } from './words.ts';
import './held-drawer.css';

/** One entry that is held: whose it is, what it says, why it is held; and, for an admin, the decision. */
export function HeldDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const { data, error, isLoading } = useOne('events', id);
  return (
    <DetailDrawer
      opened={id !== ''}
      title={data && t(`attention.action.${actionWords(data.action)}`)}
      onClose={onClose}
    >
      {error && <ErrorNote code={failureIn(error).code} />}
      {isLoading && <LoadingShape rows={8} height={28} />}
      {data && <Details event={data} onDecided={onClose} />}
    </DetailDrawer>
  );
}

function Details({ event, onDecided }: { event: ReceivedEvent; onDecided: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const { user } = useSignedIn();
  const device = useDevices()?.get(event.device_id);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  return (
    <Stack>
      <Facts
        facts={[
          { name: t('attention.who'), value: <bdi>{event.user_name ?? UNNAMED}</bdi> },
          { name: t('attention.about'), value: event.reference !== null && <AboutLink event={event} /> },
          { name: t('attention.device'), value: <bdi>{device?.name ?? UNNAMED}</bdi> },
          { name: t('attention.made'), value: <Moment at={event.occurred_at} /> },
          { name: t('attention.at'), value: <Moment at={event.stored_at} /> },
          {
            name: t('attention.why'),
            value: event.error_code && t(`ui:reason.${reasonWords(event.error_code)}`),
          },
          { name: t('devices.reason'), value: device?.revoke_reason && <bdi>{device.revoke_reason}</bdi> },
        ]}
      />
      <section>
        <Title order={2} size="h5" mb={4}>
          {t('attention.says')}
        </Title>
        <SaidFacts said={saidBy(payloadOf(event.received_text))} />
        <details>
          <summary>{t('attention.inItsWords')}</summary>
          <pre className="held-text ltr">{event.received_text}</pre>
        </details>
      </section>
      {user.role === 'admin' && event.status === 'QUARANTINED' && (
        <Group>
          <Button variant="filled" onClick={() => setVerdict('accept')}>
            {t('attention.accept')}
          </Button>
          <Button onClick={() => setVerdict('reject')}>{t('attention.reject')}</Button>
        </Group>
      )}
      <DecideDialog event={event} verdict={verdict} onClose={() => setVerdict(null)} onDecided={onDecided} />
    </Stack>
  );
}

function SaidFacts({ said }: { said: Said[] }) {
  const { t } = useTranslation('hq');
  return (
    <Facts facts={said.map((item) => ({ name: t(`attention.said.${item.word}`), value: <SaidValue said={item} /> }))} />
  );
}

function SaidValue({ said }: { said: Said }) {
  const products = useProducts();
  switch (said.kind) {
    case 'text':
      return <bdi>{said.text}</bdi>;
    case 'amount':
      return <Amount value={said.centimes} />;
    case 'lines':
      return (
        <ul className="held-lines">
          {said.lines.map(({ product_id, quantity }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a product may stand twice, and nothing here is reordered.
            <li key={index}>
              {formatNumber(quantity)} × <bdi>{products?.get(product_id)?.name ?? UNNAMED}</bdi>
            </li>
          ))}
        </ul>
      );
  }
}
