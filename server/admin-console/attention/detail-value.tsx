import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { UNNAMED } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { EntryLink } from './entry-link.tsx';
import type { Detail } from './evidence.ts';
import { detailTexts, type Telling } from './evidence-text.ts';
import './alerts.css';

/** A detail that the sentence does not say; what has a page of its own is one click away. */
export function DetailValue({ detail, telling }: { detail: Detail; telling: Telling }) {
  switch (detail.form) {
    case 'entry':
      return <EntryLink id={detail.value as string} />;
    case 'delivery':
      return <DeliveryLink id={detail.value as string} />;
    case 'deliveries':
      return (
        <ul className="alert-deliveries">
          {(detail.value as string[]).map((id) => (
            <li key={id}>
              <DeliveryLink id={id} />
            </li>
          ))}
        </ul>
      );
    case 'invoice':
      return <InvoiceName id={detail.value as string} />;
    case 'client':
      return <ClientName id={detail.value as string} />;
    default:
      return <bdi className="alert-detail">{detailTexts(detail, telling)}</bdi>;
  }
}

function DeliveryLink({ id }: { id: string }) {
  const { data } = useOne('deliveries', id);
  return (
    <Anchor component={Link} to={`/deliveries?open=${encodeURIComponent(id)}`} size="sm" underline="always">
      <bdi className="ltr">{data?.reference ?? UNNAMED}</bdi>
    </Anchor>
  );
}

function ClientName({ id }: { id: string }) {
  const { data } = useOne('clients', id);
  return <bdi>{data?.name ?? UNNAMED}</bdi>;
}

function InvoiceName({ id }: { id: string }) {
  const { data } = useOne('invoices', id);
  return <bdi className="ltr">{data?.reference ?? UNNAMED}</bdi>;
}
