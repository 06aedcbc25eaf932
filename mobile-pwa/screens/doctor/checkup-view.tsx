import { Progress, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { NodeLine } from './node-line.tsx';
import { SelfLines } from './self-lines.tsx';
import type { Checkup } from './use-checkup.ts';
import { Verdict } from './verdict.tsx';
import './doctor.css';

/** What was asked and what came of it, and above it what that means. */
export function CheckupView({ checkup, onAddDepot }: { checkup: Checkup; onAddDepot: () => void }) {
  const { t } = useTranslation('phone');
  const { isOnline, self, nodes, diagnosis, hasFailed } = checkup;
  return (
    <Stack>
      {hasFailed && <ErrorNote code="INTERNAL" />}
      <div role="status">
        {diagnosis === null ? (
          !hasFailed && <Asking checkup={checkup} />
        ) : (
          <Verdict diagnosis={diagnosis} nodes={nodes ?? []} onAddDepot={onAddDepot} />
        )}
      </div>
      <section>
        <Title order={2} size="h5" c="dimmed">
          {t('doctor.asked')}
        </Title>
        <ul className="rows">
          <li className="row">
            <span className="row-main">{t('doctor.network')}</span>
            <span className="row-end">{t(isOnline ? 'doctor.networkOn' : 'doctor.networkOff')}</span>
          </li>
          {nodes?.map((checked, index) => (
            <NodeLine key={checked.node.url} checked={checked} finding={diagnosis?.findings[index] ?? null} />
          ))}
          <SelfLines facts={self} />
        </ul>
      </section>
    </Stack>
  );
}

function Asking({ checkup: { nodes } }: { checkup: Checkup }) {
  const { t } = useTranslation('phone');
  const counts = { done: nodes?.filter(({ answer }) => answer !== null).length ?? 0, total: nodes?.length ?? 0 };
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('doctor.asking', counts)}</Text>
      <Progress
        value={counts.total === 0 ? 0 : (100 * counts.done) / counts.total}
        size="lg"
        color="var(--mantine-color-text)"
        aria-label={t('doctor.asking', counts)}
      />
    </Stack>
  );
}
