import type { NoteLanguage } from '#shared/ui/paper/paper-choice.ts';
import type { Identities, Sale, SalesPaper } from '#shared/ui/paper/sales-paper.ts';
import { useSalesPaper } from '#shared/ui/paper/use-sales-paper.ts';
import { productName, productUnit } from '#shared/ui/product-name.ts';
import { usePhoneQuery, useSession } from '../../../app/phone-context.tsx';
import type { ClientCard, InvoiceView } from '../../../store/views.ts';
import { pricedLines } from '../draft.ts';

export type PaperKind = Sale['kind'];

type FoundPaper =
  | { kind: 'loading' }
  | { kind: 'missing' }
  | { kind: 'found'; paper: SalesPaper; mayTravel: boolean; hasSeller: boolean };

/** The paper of an invoice that was issued on this phone, from the phone's own data. */
export function usePaper(id: string, kind: PaperKind, language: NoteLanguage): FoundPaper {
  const { data: invoice } = usePhoneQuery(['invoice', id], (phone) => phone.invoice(id));
  const clientId = invoice?.client_id ?? null;
  const { data: client } = usePhoneQuery(['client', clientId], async (phone) => clientId && phone.client(clientId));
  const { data: seller } = usePhoneQuery(['company'], (phone) => phone.company());
  const { data: products } = usePhoneQuery(['products'], (phone) => phone.products());
  const { data: session } = useSession();
  const known = new Map(products?.map((product) => [product.id, product]));
  const paperOf = useSalesPaper(language, (productId) => {
    const product = known.get(productId);
    return (
      product && { code: product.code, name: productName(product, language), unit: productUnit(product, language) }
    );
  });
  if (invoice === undefined || client === undefined || seller === undefined || products === undefined || !session)
    return { kind: 'loading' };
  if (invoice === null || invoice.status === 'DRAFT') return { kind: 'missing' };
  const mayTravel = travelsAlone(invoice);
  const made = {
    kind: mayTravel ? kind : 'invoice',
    made_by: mayTravel && kind === 'bon' ? session.user.name : null,
  } as const;
  const paper = paperOf({ ...saleOf(invoice, client || null), seller, ...made });
  return { kind: 'found', paper, mayTravel, hasSeller: seller !== null };
}

/** Goods that were handed over and have no number yet. Those of a delivery came with its note. */
const travelsAlone = ({ reference, handed_over, delivery_id }: InvoiceView): boolean =>
  reference === null && handed_over && !delivery_id;

function saleOf(invoice: InvoiceView, client: ClientCard | null): Omit<Sale, 'kind' | 'seller' | 'made_by'> {
  const { reference, payment, total_ht, total_tva, stamp_duty, total_ttc, updated_at } = invoice;
  return {
    ...{ reference, payment, total_ht, total_tva, stamp_duty, total_ttc },
    at: updated_at,
    is_cancelled: invoice.cancelled_at !== null,
    lines: pricedLines(invoice) ?? [],
    buyer: buyerOf(invoice, client),
  };
}

function buyerOf({ client_name }: InvoiceView, client: ClientCard | null): Identities {
  const {
    name = client_name,
    address = null,
    phone = null,
    rc = null,
    nif = null,
    nis = null,
    ai = null,
  } = client ?? {};
  return { name, address, phone, rc, nif, nis, ai };
}
