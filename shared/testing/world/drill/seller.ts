import { testIds } from '../../test-device.ts';
import { type DemoPhone, openDemoPhone } from '../demo/demo-phone.ts';
import { eventually } from '../start-world.ts';

/** A phone that sells from its van, and knows what it sold. */
export interface Seller extends DemoPhone {
  sold: string[];
  sell(): Promise<void>;
  /** Every event that it ever made. */
  made(): string[];
  /** How many it keeps because HQ has not them for certain. */
  unproved(): number;
}

export async function openSeller(origin: string, username: string): Promise<Seller> {
  const phone = await openDemoPhone(origin, username);
  const { store } = phone.phone;
  await eventually(() => store.products().length, Boolean, `${username} has the products`);
  const sold: string[] = [];
  const ids = (sql: string) => phone.sql.all<{ id: string }>(sql).map(({ id }) => id);
  return {
    ...phone,
    sold,
    async sell() {
      const [product, client] = [store.products()[sold.length], store.clients()[sold.length]];
      if (!product || !client) throw new Error('the demo has too few products or clients');
      const { id: product_id, price_ht: unit_price_ht, tva_rate } = product;
      const id = testIds.uuid();
      await store.issueInvoice({
        ...{
          id,
          client_id: client.id,
          client_name: client.name,
          new_client: null,
          payment: 'CREDIT',
          handed_over: true,
        },
        lines: [{ product_id, quantity: 2, unit_price_ht, tva_rate }],
      });
      sold.push(id);
    },
    made: () => ids('SELECT id FROM sync_queue UNION SELECT id FROM sync_archive'),
    unproved: () => ids('SELECT id FROM sync_queue').length,
  };
}
