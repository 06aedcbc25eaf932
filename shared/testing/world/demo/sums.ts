import type { World } from '../start-world.ts';
import { type Day, stockOf } from './day.ts';

export interface Sums {
  made: number;
  atHub: number;
  atHq: number;
  applied: number;
  rejected: Map<string, number>;
  /** Made on a phone and not at HQ. */
  lost: number;
  /** Took stock twice, or stand twice. */
  duplicated: number;
  stock: { before: number; moved: number; expected: number; after: number; lots: number };
  invoices: { count: number; gaps: number };
  /** Phones whose inbox does not say exactly what HQ rejected. */
  untold: number;
  agrees: boolean;
}

/** Counts on both sides: what the phones made against what lies at HQ, what people handed over against the stock. */
export async function sumUp(world: World, day: Day): Promise<Sums> {
  const ids = day.phones.flatMap(({ sql }) =>
    sql.all<{ id: string }>('SELECT id FROM sync_archive').map(({ id }) => id),
  );
  const atHub = world.hub.database.prepare('SELECT count(*) AS n FROM relay_queue').get() as { n: number };
  const { rows: events } = await world.database.query<{
    id: string;
    status: string;
    error_code: string | null;
    device_id: string;
  }>('SELECT id, status, error_code, device_id FROM events');
  const held = new Set(events.map(({ id }) => id));
  const rejected = new Map<string, number>();
  for (const { error_code } of events) if (error_code) rejected.set(error_code, (rejected.get(error_code) ?? 0) + 1);

  const moves = await world.database.query<{ sum: number }>(
    'SELECT coalesce(-sum(quantity), 0) AS sum FROM stock_moves',
  );
  const twice = await world.database.query(
    `SELECT 1 FROM events WHERE action = 'DELIVERY_VALIDATED' AND status = 'APPLIED' GROUP BY entity_id HAVING count(*) > 1`,
  );
  const lots = await world.database.query<{ sum: number }>(
    'SELECT sum(remaining_quantity) AS sum FROM lots WHERE depot_id = $1',
    [world.hub.identity.depot.id],
  );
  const numbers = await world.database.query<{ n: number }>(
    'SELECT right(reference, 6)::integer AS n FROM invoices WHERE depot_id = $1 ORDER BY n',
    [world.hub.identity.depot.id],
  );
  const after = await stockOf(world);
  const expected = [...day.validated.values()].reduce((sum, { quantity }) => sum + quantity, 0) + day.sold;
  const inboxes = day.phones.reduce((sum, { phone }) => sum + phone.store.inbox().length, 0);
  const rejections = [...rejected.values()].reduce((sum, count) => sum + count, 0);
  const sums: Sums = {
    made: ids.length,
    atHub: atHub.n,
    atHq: events.length,
    applied: events.filter(({ status }) => status === 'APPLIED').length,
    rejected,
    lost: ids.filter((id) => !held.has(id)).length,
    duplicated: (twice.rowCount ?? 0) + (ids.length - new Set(ids).size),
    stock: {
      before: day.stockBefore,
      moved: Number(moves.rows[0]?.sum),
      expected,
      after,
      lots: Number(lots.rows[0]?.sum),
    },
    invoices: { count: numbers.rows.length, gaps: numbers.rows.filter(({ n }, i) => n !== i + 1).length },
    untold: Math.abs(inboxes - rejections),
    agrees: false,
  };
  return { ...sums, agrees: agree(sums) };
}

const agree = ({ made, atHub, atHq, lost, duplicated, stock, invoices, untold }: Sums): boolean =>
  made > 0 &&
  made === atHub &&
  made === atHq &&
  lost === 0 &&
  duplicated === 0 &&
  untold === 0 &&
  invoices.gaps === 0 &&
  stock.moved === stock.expected &&
  stock.before - stock.moved === stock.after &&
  stock.after === stock.lots;

export function printSums(out: NodeJS.WriteStream, sums: Sums): void {
  const { stock, invoices } = sums;
  const codes = [...sums.rejected].map(([code, count]) => `${count} ${code}`).join(', ') || '—';
  const line = (label: string, text: string | number) => out.write(`  ${label.padEnd(34)}${text}\n`);
  out.write('\n');
  line('Faits sur les téléphones', sums.made);
  line('Reçus par le hub', sums.atHub);
  line('Reçus au siège', `${sums.atHq} (${sums.applied} appliqués)`);
  line('Refusés, et dits à leur auteur', codes);
  line('Factures numérotées', `${invoices.count}, ${invoices.gaps} trou`);
  line('Stock du dépôt avant', stock.before);
  line('  sorti (remis aux clients)', `${stock.moved} (${stock.expected})`);
  line('  après (somme des lots)', `${stock.after} (${stock.lots})`);
  line('Perdus', sums.lost);
  line('En double', sums.duplicated);
  out.write(`\n  ${sums.agrees ? 'Le compte est juste.' : 'LE COMPTE N’EST PAS JUSTE.'}\n`);
}
