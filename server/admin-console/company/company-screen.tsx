import { Group, Stack, Text, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Amount } from '#shared/ui/amount.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { ask, hqRequest } from '../api/client.ts';
import { EditDialog } from '../form/edit-dialog.tsx';
import { ActButton } from '../list/act-button.tsx';
import { Facts } from '../list/facts.tsx';
import { useOpened } from '../list/use-params.ts';
import { useMayAct, useSession } from '../session/session-context.tsx';
import { COMPANY, companyBody, companyValues, useCompanyFields } from './company-fields.ts';

export function useCompany() {
  const session = useSession();
  return useQuery({
    queryKey: ['company'],
    queryFn: () => ask(session, hqRequest('GET /company')),
  });
}

/** Who writes the invoices: it stands on each of them, at HQ and on every phone. */
export function CompanyScreen() {
  const { t } = useTranslation('hq');
  const opened = useOpened();
  const mayAct = useMayAct();
  const { data, error, isPending } = useCompany();
  const fields = useCompanyFields();
  usePageTitle(t('nav.company'));
  return (
    <Stack maw={720}>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('nav.company')}
        </Title>
        <ActButton isNext icon={IconPencil} onClick={() => opened.show({ act: 'edit' })}>
          {t('form.edit')}
        </ActButton>
      </Group>
      <Text c="dimmed">{t('company.intro')}</Text>
      {error && <ErrorNote code={failureIn(error).code} />}
      {isPending && <LoadingShape rows={8} height={28} />}
      {data && (
        <Facts
          facts={fields.map(({ name, label }) => ({
            name: label,
            value:
              name === 'capital' ? (
                data.capital !== null && <Amount value={data.capital} />
              ) : (
                <bdi>{companyValues(data)[name]}</bdi>
              ),
          }))}
        />
      )}
      <EditDialog
        of={mayAct && opened.act === 'edit' ? COMPANY : null}
        title={t('nav.company')}
        fields={fields}
        toValues={companyValues}
        toBody={companyBody}
        onClose={opened.close}
      />
    </Stack>
  );
}
