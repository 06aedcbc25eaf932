import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { UNNAMED } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { EntryLink } from './entry-link.tsx';
import type { Detail } from './evidence.ts';
import { detailWords, type Telling } from './evidence-words.ts';
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
    case 'client':
      return <ClientName id={detail.value as string} />;
    default:
      return <bdi className="alert-detail">{detailWords(detail, telling)}</bdi>;
  }
}

/** The last part of an id tells deliveries of a day apart; its reference stands where the link leads. */
function DeliveryLink({ id }: { id: string }) {
  return (
    <Anchor component={Link} to={`/deliveries?open=${encodeURIComponent(id)}`} size="sm" underline="always" title={id}>
      <bdi className="ltr">…{id.slice(-8)}</bdi>
    </Anchor>
  );
}

function ClientName({ id }: { id: string }) {
  const { data } = useOne('clients', id);
  return <bdi title={id}>{data?.name ?? UNNAMED}</bdi>;
}
