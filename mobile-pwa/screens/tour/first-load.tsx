import { Stack, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { useOutOfReach, WhyButton } from '../../app/out-of-reach.tsx';
import { useNow, usePhoneState } from '../../app/phone-context.tsx';
import './first-load.css';

/** Before the first tour is here: how far it has come, or what it waits for. */
export function FirstLoad() {
  const { t } = useTranslation('phone');
  const { engine } = usePhoneState();
  const isOutOfReach = useOutOfReach();
  const load = engine?.load ?? null;
  if (load !== null) {
    const { done, total } = load;
    return (
      <Waiting title={total === null ? t('firstLoad.some', { done }) : t('firstLoad.of', { done, total })}>
        <LoadBar done={done} total={total} />
      </Waiting>
    );
  }
  if (typeof engine?.patienceUntil === 'number') {
    return (
      <Waiting title={t('firstLoad.busy')}>
        <Countdown until={engine.patienceUntil} />
      </Waiting>
    );
  }
  if (Object.values(engine?.nodes ?? {}).some(({ state }) => state === 'busy')) {
    return <Waiting title={t('firstLoad.busy')}>{t('firstLoad.busyMore')}</Waiting>;
  }
  if (isOutOfReach) {
    return (
      <EmptyState icon={IconPlugConnectedX} title={t('firstLoad.nobody')} action={<WhyButton />}>
        {t('firstLoad.nobodyMore')}
      </EmptyState>
    );
  }
  return (
    <Waiting title={t('firstLoad.begun')}>
      <LoadBar done={0} total={null} />
    </Waiting>
  );
}

function Waiting({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack className="first-load" gap="sm">
      <Text fw={600} size="lg" role="status">
        {title}
      </Text>
      {children}
    </Stack>
  );
}

/** Full where all is here; where the whole is not known, it only shows that something goes on. */
function LoadBar({ done, total }: { done: number; total: number | null }) {
  const { t } = useTranslation('phone');
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const value =
    share === null ? {} : { 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.round(share * 100) };
  return (
    <div className="load-bar" role="progressbar" aria-label={t('firstLoad.begun')} {...value}>
      <i style={share === null ? undefined : { inlineSize: `${share * 100}%` }} data-unknown={share === null} />
    </div>
  );
}

/** Every second on the screen, and not every second in one's ear. */
function Countdown({ until }: { until: number }) {
  const { t } = useTranslation('phone');
  const now = useNow(1_000);
  const seconds = Math.max(1, Math.ceil((until - now) / 1_000));
  return <Text role="timer">{t('firstLoad.turn', { count: seconds })}</Text>;
}
