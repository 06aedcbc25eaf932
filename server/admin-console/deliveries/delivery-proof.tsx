import { Anchor, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DeliveryProof as Proof, ProofMove } from '#shared/contract/hq/proof.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { ask, hqRequest } from '../api/client.ts';
import { UNNAMED, useProducts } from '../api/directory.ts';
import type { Column } from '../list/column.ts';
import { Facts } from '../list/facts.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import { useSession } from '../session/session-context.tsx';
import { Pictures } from './pictures.tsx';

/** What shows that a delivery took place as it stands. */
export function DeliveryProof({ id }: { id: string }) {
  const { t } = useTranslation('hq');
  const session = useSession();
  const { data, error } = useQuery({
    queryKey: ['deliveries', 'proof', id],
    queryFn: () => ask(session, hqRequest('GET /deliveries/:id/proof', { params: { id } })),
  });
  if (error) return <ErrorNote code={failureIn(error).code} />;
  if (!data) return <LoadingShape rows={3} height={28} />;
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('proof.title')}
      </Title>
      <ProofFacts proof={data} />
      <Pictures deliveryId={id} pictures={data.pictures} />
      <Moves moves={data.moves} />
    </section>
  );
}

function ProofFacts({ proof: { received_by, cash_collected, location, invoice } }: { proof: Proof }) {
  const { t } = useTranslation('hq');
  return (
    <Facts
      facts={[
        { name: t('attention.said.received_by'), value: received_by && <bdi>{received_by}</bdi> },
        {
          name: t('attention.said.cash_collected'),
          value: cash_collected !== null && <Amount value={cash_collected} />,
        },
        {
          name: t('trail.place'),
          value: location && (
            <bdi className="ltr">
              {location.lat.toFixed(5)}, {location.lng.toFixed(5)}
            </bdi>
          ),
        },
        {
          name: t('invoices.reference'),
          value: invoice && (
            <Anchor component={Link} to={`/invoices?open=${invoice.id}`} size="sm" underline="always">
              <bdi>{invoice.reference}</bdi>
            </Anchor>
          ),
        },
      ]}
    />
  );
}

function Moves({ moves }: { moves: ProofMove[] }) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const columns: Column<ProofMove>[] = [
    {
      head: t('stock.lot'),
      cell: ({ lot_id, lot_number }) => (
        <Anchor component={Link} to={`/lots?open=${lot_id}`} size="sm" underline="always">
          <bdi>{lot_number}</bdi>
        </Anchor>
      ),
    },
    { head: t('stock.product'), cell: ({ product_id }) => <bdi>{products?.get(product_id)?.name ?? UNNAMED}</bdi> },
    {
      head: t('recall.source'),
      cell: ({ is_recorded }) => t(`recall.sources.${is_recorded ? 'recorded' : 'computed'}`),
    },
    { head: t('lots.moved'), cell: ({ quantity }) => formatNumber(quantity), figures: true },
  ];
  if (moves.length === 0) return null;
  return (
    <>
      <Text size="sm" fw={600} mt="sm">
        {t('proof.lots')}
      </Text>
      <PlainTable
        columns={columns}
        rows={moves}
        label={t('proof.lots')}
        keyOf={({ lot_id, is_recorded }) => `${lot_id} ${is_recorded}`}
      />
    </>
  );
}
