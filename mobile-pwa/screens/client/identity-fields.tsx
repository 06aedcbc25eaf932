import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { hasOddLength } from '#shared/domain/identities.ts';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { CLIENT_KINDS } from '../../store/views.ts';
import { IDENTITIES } from './client-form.ts';

type Name = 'kind' | (typeof IDENTITIES)[number];

interface IdentityFieldsProps {
  values: Partial<Record<Name, string>>;
  set: (name: Name, value: string) => void;
}

/** What prices go by, and what stands on papers. A number of an odd length is pointed out, and taken. */
export function IdentityFields({ values, set }: IdentityFieldsProps) {
  const { t } = useTranslation('phone');
  return (
    <>
      <NativeSelect
        label={t('sell.kind')}
        value={values.kind ?? ''}
        data={[
          { value: '', label: t('sell.kinds.NONE') },
          ...CLIENT_KINDS.map((kind) => ({ value: kind, label: t(`sell.kinds.${kind}`) })),
        ]}
        onChange={(event) => set('kind', event.currentTarget.value)}
      />
      {IDENTITIES.map((name) => (
        <DigitsInput
          key={name}
          label={t(`sell.${name}`)}
          value={values[name] ?? ''}
          maxLength={60}
          description={hasOddLength(name, values[name] ?? '') ? t('client.oddLength') : undefined}
          onChange={(text) => set(name, text)}
        />
      ))}
    </>
  );
}
