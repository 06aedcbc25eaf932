import { Button, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DISK_FULL } from '#shared/contract/errors.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { MoreRows, useShown } from '../app/more-rows.tsx';
import { useOutOfReach, WhyButton } from '../app/out-of-reach.tsx';
import { useLastQuery, usePhone, usePhoneQuery, usePhoneState } from '../app/phone-context.tsx';
import { Screen } from '../app/screen.tsx';
import { useContact } from '../app/use-contact.ts';
import { useSettled } from '../app/use-settled.ts';
import type { InboxItem, OutboxItem, Part } from '../store/views.ts';
import { AttentionCard } from './outbox/attention-card.tsx';
import { History } from './outbox/history.tsx';
import { SaveQueue } from './outbox/save-queue.tsx';
import { UnsentRow } from './outbox/unsent-row.tsx';

const FIRST_SHOWN = 50;

/** What has not reached HQ, and what needs its author. */
export function OutboxScreen() {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const isOutOfReach = useOutOfReach();
  const { shown, showMore } = useShown(FIRST_SHOWN);
  const { data: items } = useLastQuery(['outbox', shown], (api) => api.outbox(shown));
  const { data: inbox } = usePhoneQuery(['inbox'], (api) => api.inbox());
  return (
    <Screen
      title={t('outbox.title')}
      back="/"
      action={
        <Button leftSection={<IconRefresh aria-hidden />} onClick={() => void phone.sendAll()}>
          {t('outbox.tryNow')}
        </Button>
      }
    >
      <Contact />
      {isOutOfReach && <WhyButton />}
      {items && inbox ? (
        <Unsent items={items} inbox={inbox} onMore={showMore} />
      ) : (
        <LoadingShape rows={3} height={72} />
      )}
      <History />
    </Screen>
  );
}

interface UnsentProps {
  items: Part<OutboxItem>;
  inbox: InboxItem[];
  onMore: () => void;
}

function Unsent({ items: { items, total }, inbox, onMore }: UnsentProps) {
  const { t } = useTranslation('phone');
  // Read and put away, a card makes room for the next: its button was not meant.
  const isSettled = useSettled(inbox[0]?.event_id);
  return (
    <>
      {inbox.length > 0 && (
        <section>
          <Title order={2} size="h5" mt="lg" mb="xs">
            {t('outbox.attention')}
          </Title>
          <Stack gap="xs" className={isSettled ? undefined : 'settling'}>
            {inbox.map((item) => (
              <AttentionCard key={item.event_id} item={item} />
            ))}
          </Stack>
        </section>
      )}
      {items.length > 0 && (
        <section>
          <Title order={2} size="h5" mt="lg">
            {t('outbox.waiting')}
          </Title>
          <ul className="rows">
            {items.map((item) => (
              <UnsentRow key={item.id} item={item} />
            ))}
          </ul>
          <MoreRows shown={items.length} total={total} onMore={onMore} />
          <SaveQueue />
        </section>
      )}
      {items.length + inbox.length === 0 && (
        <EmptyState icon={IconCircleCheck} title={t('outbox.empty')}>
          {t('outbox.emptyMore')}
        </EmptyState>
      )}
    </>
  );
}

/** How things stand with the depot, in one sentence. */
function Contact() {
  const { t } = useTranslation('phone');
  const contact = useContact();
  const { engine } = usePhoneState();
  const nodes = Object.values(engine?.nodes ?? {});
  const states = nodes.map(({ state }) => state);
  const isDiskFull = nodes.some((node) => node.state === 'busy' && node.reason === DISK_FULL);
  return (
    <Text c="dimmed" role="status" style={{ whiteSpace: 'pre-line' }}>
      {contact === null ? t('outbox.never') : t('outbox.contact', contact)}
      {states.includes('unreachable') && `\n${t('outbox.unreachable')}`}
      {states.includes('busy') && `\n${t(isDiskFull ? 'outbox.diskFull' : 'outbox.busy')}`}
    </Text>
  );
}
