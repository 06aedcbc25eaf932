import { Button, Group, Paper, Stack, Stepper, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { JoinStep } from './join-step.tsx';
import { LanguageStep } from './language-step.tsx';
import { NetworkStep } from './network-step.tsx';
import { PhoneStep } from './phone-step.tsx';
import { PrinterStep } from './printer-step.tsx';

const STEPS = ['language', 'join', 'network', 'printer', 'phone'] as const;
type Step = (typeof STEPS)[number];
const isStep = (text: string | null): text is Step => STEPS.includes(text as Step);

/** The first start of a depot's PC, one thing at a time. The step stands in the address, so that a reload keeps it. */
export function SetupScreen() {
  const { t } = useTranslation('depot');
  const [search, setSearch] = useSearchParams();
  const [, navigate] = useLocation();
  const asked = search.get('step');
  const step = isStep(asked) ? asked : 'language';
  const at = STEPS.indexOf(step);
  const go = (to: number) => {
    const next = STEPS[to];
    if (next === undefined) navigate('/');
    else setSearch({ step: next });
  };
  usePageTitle(t('setup.title'));
  return (
    <Stack gap="xl" mt="lg">
      <Title order={2}>{t('setup.title')}</Title>
      <Stepper active={at} size="lg" allowNextStepsSelect={false}>
        {STEPS.map((name) => (
          <Stepper.Step key={name} label={t(`setup.${name}.short`)} />
        ))}
      </Stepper>
      <Paper withBorder shadow="sm" p="xl">
        <Stack gap="lg">
          <Title order={3}>{t(`setup.${step}.title`)}</Title>
          <StepBody step={step} onJoined={() => go(at + 1)} />
        </Stack>
      </Paper>
      <Group justify="space-between">
        {/* A PC that belongs to a depot does not join again. */}
        {at > 0 && step !== 'network' ? (
          <Button size="lg" variant="default" onClick={() => go(at - 1)}>
            {t('setup.back')}
          </Button>
        ) : (
          <span />
        )}
        {step !== 'join' && (
          <NextButton size="lg" onClick={() => go(at + 1)}>
            {t(at === STEPS.length - 1 ? 'setup.finish' : 'setup.next')}
          </NextButton>
        )}
      </Group>
    </Stack>
  );
}

function StepBody({ step, onJoined }: { step: Step; onJoined: () => void }) {
  switch (step) {
    case 'language':
      return <LanguageStep />;
    case 'join':
      return <JoinStep onJoined={onJoined} />;
    case 'network':
      return <NetworkStep />;
    case 'printer':
      return <PrinterStep />;
    case 'phone':
      return <PhoneStep />;
  }
}
