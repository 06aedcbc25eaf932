import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import type { EventRecord } from '#shared/contract/hq/records.ts';
import { UNNAMED } from '../api/directory.ts';

/** The delivery that an entry is about, one click from its details. */
export function AboutLink({ event }: { event: Pick<EventRecord, 'reference'> & { entity_id: string | null } }) {
  if (event.reference === null) return UNNAMED;
  return (
    <Anchor
      component={Link}
      to={`/deliveries?open=${event.entity_id}`}
      size="sm"
      underline="always"
      style={{ whiteSpace: 'nowrap' }}
    >
      <bdi>{event.reference}</bdi>
    </Anchor>
  );
}
