import { Loader, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../sync/doctor/diagnose.ts';
import type { Answer } from '../../sync/doctor/facts.ts';
import type { CheckedNode } from './use-checkup.ts';

const ICONS: Record<Finding, typeof IconCircleCheck> = {
  own_hub: IconCircleCheck,
  other_hub: IconCircleCheck,
  hub: IconCircleCheck,
  server: IconCircleCheck,
  stranger: IconAlertTriangle,
  refused: IconCircleX,
  certificate: IconAlertTriangle,
  no_name: IconCircleX,
  silent: IconCircleX,
  no_server: IconCircleMinus,
  unneeded: IconCircleMinus,
};

interface NodeLineProps {
  checked: CheckedNode;
  /** Null until the whole picture is there. */
  finding: Finding | null;
}

export function NodeLine({ checked, finding }: NodeLineProps) {
  const shown = finding ?? soFar(checked.answer);
  return (
    <li className="row">
      <span className="row-main">
        <Text component="span" display="block" fw={600}>
          <Who checked={checked} />
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed" className="doctor-address">
          <bdi>{new URL(checked.node.url).host}</bdi>
        </Text>
      </span>
      <span className="row-end doctor-finding">
        {shown === null ? <Pending isAnswered={checked.answer !== null} /> : <Found finding={shown} />}
      </span>
    </li>
  );
}

/** An answer stands by itself; what silence means depends on the others. */
function soFar(answer: Answer | null): Finding | null {
  return answer === null || answer.kind === 'none' ? null : answer.kind;
}

/** Whoever answered says it better than what the phone thought. */
function Who({ checked: { node, answer } }: { checked: CheckedNode }) {
  const { t } = useTranslation('phone');
  const { expected } = node;
  if (answer?.kind === 'hub') return t('doctor.depot', { depot: answer.depot });
  if (answer?.kind === 'server' || expected?.kind === 'server') return t('doctor.hq');
  return expected === null ? t('doctor.app') : t('doctor.depot', { depot: expected.depot });
}

function Pending({ isAnswered }: { isAnswered: boolean }) {
  const { t } = useTranslation('phone');
  return isAnswered ? <span aria-hidden>…</span> : <Loader size={20} aria-label={t('doctor.pending')} />;
}

function Found({ finding }: { finding: Finding }) {
  const { t } = useTranslation('phone');
  const Icon = ICONS[finding];
  return (
    <>
      {t(`doctor.finding.${finding}`)} <Icon size={20} aria-hidden />
    </>
  );
}
