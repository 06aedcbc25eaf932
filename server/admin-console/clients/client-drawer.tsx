import { Anchor, Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Amount } from '#shared/ui/amount.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { useDepots } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import type { Opened } from '../list/use-params.ts';

/** One client: how it is reached, what it owes, and its papers. */
export function ClientDrawer({ opened }: { opened: Opened }) {
  const { t } = useTranslation('hq');
  const { data, error, isLoading } = useOne('clients', opened.open);
  const depots = useDepots();
  return (
    <DetailDrawer
      opened={opened.open !== ''}
      title={<bdi>{data?.name}</bdi>}
      onClose={opened.close}
      isCovered={opened.act !== ''}
    >
      {error && <ErrorNote code={failureIn(error).code} />}
      {isLoading && <LoadingShape rows={6} height={28} />}
      {data && (
        <Stack>
          <Facts
            facts={[
              { name: t('clients.balance'), value: <Amount value={data.balance} /> },
              { name: t('clients.phone'), value: data.phone && <bdi className="ltr">{data.phone}</bdi> },
              { name: t('clients.address'), value: data.address && <bdi>{data.address}</bdi> },
              { name: t('clients.taxId'), value: data.tax_id && <bdi>{data.tax_id}</bdi> },
              {
                name: t('clients.depots'),
                value: <bdi>{data.depot_ids.map((id) => depots?.get(id)?.name ?? '').join(', ')}</bdi>,
              },
            ]}
          />
          <Group>
            {(['deliveries', 'invoices', 'payments'] as const).map((papers) => (
              <Anchor key={papers} component={Link} to={`/${papers}?client_id=${data.id}`} size="sm" underline="always">
                {t(`nav.${papers}`)}
              </Anchor>
            ))}
          </Group>
        </Stack>
      )}
    </DetailDrawer>
  );
}
