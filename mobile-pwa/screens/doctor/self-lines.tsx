import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { findOfSelf, type SelfFacts } from '../../sync/doctor/self-check.ts';

/** What is said in passing, and asks for nothing. */
const AT_EASE: readonly string[] = ['good', 'works'];
const UNDECIDED: readonly string[] = ['nobody', 'unknown', 'will_ask'];

/** What of the phone itself was looked at: session, clock, storage and camera, each with what to do where it needs that. */
export function SelfLines({ facts }: { facts: SelfFacts | null }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  if (facts === null) return null;
  const { token, clock, storage, camera } = findOfSelf(facts);
  const duration = formatDuration(Math.abs(facts.aheadMs ?? 0), language);
  return (
    <>
      <SelfLine name={t('doctor.self.token')} finding={token} said={t(`doctor.token.${token}`)} />
      <SelfLine name={t('doctor.self.clock')} finding={clock} said={t(`doctor.clock.${clock}`, { duration })} />
      <SelfLine name={t('doctor.self.storage')} finding={storage} said={t(`doctor.storage.${storage}`)} />
      <SelfLine name={t('doctor.self.camera')} finding={camera} said={t(`doctor.camera.${camera}`)} />
    </>
  );
}

/** Its first line says how it is, a second one what to do. */
function SelfLine({ name, finding, said }: { name: string; finding: string; said: string }) {
  const [state, todo] = said.split('\n');
  const Icon = AT_EASE.includes(finding)
    ? IconCircleCheck
    : UNDECIDED.includes(finding)
      ? IconCircleMinus
      : IconAlertTriangle;
  return (
    <li className="row">
      <span className="row-main">
        <Text component="span" display="block" fw={600}>
          {name}
        </Text>
        {todo !== undefined && (
          <Text component="span" display="block" size="sm">
            {todo}
          </Text>
        )}
      </span>
      <span className="row-end doctor-finding">
        {state} <Icon size={20} aria-hidden />
      </span>
    </li>
  );
}
