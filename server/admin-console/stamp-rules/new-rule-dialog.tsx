import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DAY_MS } from '#shared/contract/durations.ts';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf } from '#shared/ui/format.ts';
import type { Range } from '#shared/ui/number/typed-number.ts';
import { hqRequest } from '../api/client.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import type { Field, Values } from '../form/fields.ts';
import { Duties } from './duties.tsx';
import { AMOUNTS, BANDS, DUTIES, READINGS, ruleOf, valuesOf } from './rule-values.ts';

interface NewRuleDialogProps {
  opened: boolean;
  /** The rule with which the form begins. */
  from: StampRule;
  onClose: () => void;
}

/** A rule for a day to come: what it does to some amounts is seen before it is written. */
export function NewRuleDialog({ opened, from, onClose }: NewRuleDialogProps) {
  const { t } = useTranslation('hq');
  const fieldsFor = useFields();
  return (
    <ActDialog
      opened={opened}
      title={t('stamp.add')}
      onClose={onClose}
      fields={fieldsFor}
      initial={valuesOf(from)}
      toChange={(values) =>
        hqRequest('POST /stamp-rules', { body: { rule: ruleOf(values), reason: String(values.reason).trim() } })
      }
      submit={t('stamp.write')}
      below={(values) => <Preview values={values} />}
    >
      <List size="sm" spacing={4}>
        <List.Item>{t('stamp.addPast')}</List.Item>
        <List.Item>{t('stamp.addPhones')}</List.Item>
      </List>
    </ActDialog>
  );
}

function Preview({ values }: { values: Values }) {
  const { t } = useTranslation('hq');
  const rule = ruleOf(values);
  return rule ? (
    <Duties rule={rule} title={t('stamp.preview')} />
  ) : (
    <Text size="sm" role="status">
      {t('stamp.incomplete')}
    </Text>
  );
}

function useFields(): (values: Values) => Field[] {
  const { t } = useTranslation('hq');
  const money = (name: string, label: string, range: Range = DUTIES): Field => ({ name, label, kind: 'money', range });
  const bands = BANDS.flatMap((band) => [
    ...(band === BANDS.length - 1 ? [] : [money(`up_to_${band}`, t('stamp.upTo', { band: band + 1 }), AMOUNTS)]),
    money(`per_slice_${band}`, t('stamp.perSlice', { band: band + 1 })),
  ]);
  return ({ reading }) => [
    { name: 'since', label: t('stamp.since'), kind: 'day', min: dayOf(systemClock.now() + DAY_MS) },
    {
      ...{ name: 'reading', label: t('stamp.reading'), kind: 'choice' },
      options: READINGS.map((value) => ({ value, label: t(`stamp.readings.${value}`) })),
    },
    money('exempt_up_to', t('stamp.exempt'), AMOUNTS),
    ...(reading === 'flat' ? [] : [money('slice', t('stamp.slice'), AMOUNTS), ...bands]),
    money('minimum', t(reading === 'flat' ? 'stamp.flat' : 'stamp.minimum')),
    ...(reading === 'flat' ? [] : [{ ...money('maximum', t('stamp.maximum')), optional: true }]),
    { name: 'reason', label: t('stamp.reason'), kind: 'text' },
  ];
}
