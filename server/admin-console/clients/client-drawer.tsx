import { Anchor, Group, Stack } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Amount } from '#shared/ui/amount.tsx';
import { useDepots } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { EditDialog } from '../form/edit-dialog.tsx';
import { entityOf } from '../form/use-edit.ts';
import { ActButton } from '../list/act-button.tsx';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import type { Opened } from '../list/use-params.ts';
import { SummaryLink } from '../summary-invoices/summary-link.tsx';
import { clientBody, clientValues, useClientFields } from './client-fields.ts';
import { CreditMark } from './credit-mark.tsx';

const IDENTITIES = ['tax_id', 'rc', 'nif', 'nis', 'ai', 'opening_hours', 'note'] as const;

/** One client: how it is reached, what it owes, and its papers. */
export function ClientDrawer({ opened }: { opened: Opened }) {
  const { t } = useTranslation('hq');
  const reading = useOne('clients', opened.open);
  const data = reading.data;
  const depots = useDepots();
  return (
    <>
      <DetailDrawer
        reading={reading}
        opened={opened.open !== ''}
        title={<bdi>{data?.name}</bdi>}
        onClose={opened.close}
        isCovered={opened.act !== ''}
      >
        {data && (
          <Stack>
            <Group>
              <ActButton icon={IconPencil} onClick={() => opened.show({ act: 'edit' })}>
                {t('form.edit')}
              </ActButton>
              <SummaryLink clientId={data.id} />
            </Group>
            <Facts
              facts={[
                {
                  name: t('clients.balance'),
                  value: (
                    <>
                      <Amount value={data.balance} /> <CreditMark client={data} />
                    </>
                  ),
                },
                { name: t('clients.phone'), value: data.phone && <bdi className="ltr">{data.phone}</bdi> },
                { name: t('clients.address'), value: data.address && <bdi>{data.address}</bdi> },
                { name: t('clients.kind'), value: data.kind && t(`clients.kinds.${data.kind}`) },
                ...IDENTITIES.map((name) => ({
                  name: t(`clients.${name}`),
                  value: data[name] && <bdi>{data[name]}</bdi>,
                })),
                {
                  name: t('clients.creditLimit'),
                  value: data.credit_limit != null && <Amount value={data.credit_limit} />,
                },
                {
                  name: t('clients.depots'),
                  value: <bdi>{data.depot_ids.map((id) => depots?.get(id)?.name ?? '').join(', ')}</bdi>,
                },
              ]}
            />
            <Group>
              <Anchor component={Link} to={`/clients/${data.id}/statement`} size="sm" underline="always">
                {t('statement.open')}
              </Anchor>
              {(['deliveries', 'invoices', 'payments'] as const).map((papers) => (
                <Anchor
                  key={papers}
                  component={Link}
                  to={`/${papers}?client_id=${data.id}`}
                  size="sm"
                  underline="always"
                >
                  {t(`nav.${papers}`)}
                </Anchor>
              ))}
            </Group>
          </Stack>
        )}
      </DetailDrawer>
      <EditDialog
        of={opened.act === 'edit' ? entityOf('clients', opened.open) : null}
        title={t('clients.edit')}
        fields={useClientFields()}
        toValues={clientValues}
        toBody={clientBody}
        onClose={opened.close}
      />
    </>
  );
}
