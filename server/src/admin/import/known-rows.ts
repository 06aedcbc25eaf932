import type { DeliveryLine } from '#shared/contract/entities.ts';
import { fail } from '#shared/contract/errors.ts';
import type { NewClient, NewDelivery } from '#shared/contract/hq/requests.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { folded } from '#shared/domain/search.ts';
import { type CreateAll, findBadRows } from '../rows.ts';

const linesKey = (lines: Omit<DeliveryLine, 'delivered'>[]): string =>
  lines
    .map(({ product_id, quantity, unit_price_ht, tva_rate }) =>
      canonicalJson({ product_id, quantity, unit_price_ht, tva_rate }),
    )
    .sort()
    .join();

const deliveryKey = (delivery: Omit<NewDelivery, 'lines'> & { lines: Omit<DeliveryLine, 'delivered'>[] }): string =>
  [delivery.depot_id, delivery.driver_user_id, delivery.client_id, delivery.planned_for, linesKey(delivery.lines)].join(
    ' ',
  );

/** The same file twice plans nothing twice: a delivery that stands with these very lines is told by its number. */
export const refusePlannedDeliveries =
  <Entity>(create: CreateAll<NewDelivery, Entity>): CreateAll<NewDelivery, Entity> =>
  async (tx, deps, inputs) => {
    const { rows } = await tx.query<NewDelivery & { reference: string }>(
      `SELECT reference, depot_id, driver_user_id, client_id, planned_for, lines FROM deliveries
       WHERE client_id = ANY ($1::uuid[]) AND planned_for = ANY ($2::date[]) AND status <> 'CANCELLED'`,
      [inputs.map(({ client_id }) => client_id), inputs.map(({ planned_for }) => planned_for)],
    );
    const planned = new Map(rows.map((row) => [deliveryKey(row), row.reference]));
    const bad = findBadRows(inputs, (input) => {
      const reference = planned.get(deliveryKey(input));
      return reference ? ['CONFLICT', `this delivery is planned already, as ${reference}`] : null;
    });
    return bad.length > 0 ? fail(bad) : create(tx, deps, inputs);
  };

const clientKey = ({ name, phone, address }: Pick<NewClient, 'name' | 'phone' | 'address'>): string =>
  [name, phone ?? '', address ?? ''].map(folded).join('\n');

/** The same file twice makes no client twice. */
export const refuseKnownClients =
  <Entity>(create: CreateAll<NewClient, Entity>): CreateAll<NewClient, Entity> =>
  async (tx, deps, inputs) => {
    const { rows } = await tx.query<Pick<NewClient, 'name' | 'phone' | 'address'>>(
      'SELECT name, phone, address FROM clients WHERE folded(name) = ANY ($1::text[])',
      [inputs.map(({ name }) => folded(name))],
    );
    const known = new Set(rows.map(clientKey));
    const bad = findBadRows(inputs, (input) =>
      known.has(clientKey(input))
        ? ['CONFLICT', `there is a client ${input.name} with this telephone and address`]
        : null,
    );
    return bad.length > 0 ? fail(bad) : create(tx, deps, inputs);
  };
