import { Text } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { MoreRows, useShown } from '../../app/more-rows.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { useToday } from '../../app/use-today.ts';
import { stepKey } from './step-text.ts';

const FIRST_SHOWN = 50;

/** What was done on this phone today, step by step, as HQ gets it. */
export function AuditScreen() {
  const { t } = useTranslation('phone');
  const { today } = useToday();
  const { shown, showMore } = useShown(FIRST_SHOWN);
  const { data: steps } = usePhoneQuery(['audit', today], async (phone) => today && phone.auditOfDay(today));
  return (
    <Screen title={t('audit.title')} back="/me">
      <Text c="dimmed" mb="sm">
        {t('audit.more')}
      </Text>
      {!steps ? (
        <LoadingShape rows={5} height={48} />
      ) : steps.length === 0 ? (
        <EmptyState icon={IconListDetails} title={t('audit.none')}>
          {t('audit.noneMore')}
        </EmptyState>
      ) : (
        <>
          <ul className="rows">
            {steps.slice(0, shown).map((step) => (
              <li key={step.id} className="row">
                <span className="row-main">
                  <Text component="span" display="block" fw={600}>
                    {t(stepKey(step.action))}
                  </Text>
                  {step.label !== null && (
                    <Text component="span" display="block" size="sm" c="dimmed">
                      <bdi>{step.label}</bdi>
                    </Text>
                  )}
                </span>
                <Moment at={step.occurred_at} />
              </li>
            ))}
          </ul>
          <MoreRows shown={shown} total={steps.length} onMore={showMore} />
        </>
      )}
    </Screen>
  );
}
