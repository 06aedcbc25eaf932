import type { Made } from './ledger.ts';
import type { Held, HeldSummary, ServerDeps, ServerFixture } from './server-fixture.ts';

type Note = Held['deliveries'][number];
interface Line {
  quantity: number;
  unit_price_ht: number;
  tva_rate: number;
}
interface Sums {
  total_ht: number;
  total_tva: number;
}

/**
 * When the day is over HQ makes one invoice of each client's notes that nobody has invoiced, and tries to make more: a note
 * stands on one invoice, the sums are those of what was handed over, and the client owes them. Computed from notes and
 * events anew, without the product's code.
 */
export async function summaryFaults(fixture: ServerFixture, deps: ServerDeps, validated: Made[]): Promise<string[]> {
  const before = await fixture.held();
  const handedOver = (note: Note): Line[] => linesOf(note, validated);
  const faults: string[] = [];
  for (const notes of notesByClient(before)) {
    faults.push(...(await askFor(fixture, deps, { notes, handedOver, before })));
  }
  const summaries = await fixture.summaries();
  const after = await fixture.held();
  return [
    ...faults,
    ...summaries.flatMap((summary) => sumFaults(summary, before, handedOver)),
    ...twiceFaults(summaries, before),
    ...debtFaults(summaries, before, after),
    ...numberFaults(after),
  ];
}

interface Asking {
  notes: Note[];
  handedOver: (note: Note) => Line[];
  before: Held;
}

/** What is invoiced already is refused, alone and among others; what is free is taken once. */
async function askFor(
  fixture: ServerFixture,
  deps: ServerDeps,
  { notes, handedOver, before }: Asking,
): Promise<string[]> {
  const invoiced = new Set(before.invoices.map(({ delivery_id }) => delivery_id));
  const taken = notes.filter(({ id }) => invoiced.has(id));
  const free = notes.filter((note) => !invoiced.has(note.id) && handedOver(note).length > 0);
  const faults: string[] = [];
  const expect = async (asked: Note[], isMade: boolean) => {
    const [first] = asked;
    if (
      !first ||
      (await fixture.summarise(
        asked.map(({ id }) => id),
        first,
        deps,
      )) === isMade
    )
      return;
    faults.push(`the notes ${asked.map(({ id }) => id)} were ${isMade ? 'not ' : ''}summed up`);
  };
  for (const note of taken) await expect([note], false);
  if (taken.length > 0) await expect([...free, ...taken.slice(0, 1)], false);
  await expect(free, true);
  for (const note of free) await expect([note], false);
  return faults;
}

function notesByClient({ deliveries }: Held): Note[][] {
  const groups = new Map<string, Note[]>();
  for (const note of deliveries) {
    if (note.status !== 'VALIDATED' && note.status !== 'PARTIAL') continue;
    const key = `${note.depot_id} ${note.client_id}`;
    groups.set(key, [...(groups.get(key) ?? []), note]);
  }
  return [...groups.values()];
}

function linesOf(note: Note, validated: Made[]): Line[] {
  const said = validated.find(({ entity_id }) => entity_id === note.id)?.payload.lines as
    | { product_id: number; delivered: number }[]
    | undefined;
  return (note.lines as (Line & { product_id: number })[])
    .map((line) => ({
      ...line,
      quantity: said ? (said.find(({ product_id }) => product_id === line.product_id)?.delivered ?? 0) : line.quantity,
    }))
    .filter(({ quantity }) => quantity > 0);
}

function sumFaults(summary: HeldSummary, { deliveries }: Held, handedOver: (note: Note) => Line[]): string[] {
  const notes = deliveries.filter(({ id }) => summary.delivery_ids.includes(id));
  const { total_ht, total_tva } = sumsOf(notes.flatMap(handedOver));
  const isRight =
    summary.total_ht === total_ht && summary.total_tva === total_tva && summary.total_ttc === total_ht + total_tva;
  const isTheirs = notes.every((note) => note.client_id === summary.client_id && note.depot_id === summary.depot_id);
  return [
    ...(isRight
      ? []
      : [`${summary.reference} says ${summary.total_ttc}, and its notes come to ${total_ht + total_tva}`]),
    ...(isTheirs && notes.length === summary.delivery_ids.length
      ? []
      : [`${summary.reference} names a note of others`]),
  ];
}

/** TVA is rounded half up once a rate, for all notes together. */
function sumsOf(lines: Line[]): Sums {
  const bases = new Map<number, number>();
  for (const { quantity, unit_price_ht, tva_rate } of lines) {
    bases.set(tva_rate, (bases.get(tva_rate) ?? 0) + quantity * unit_price_ht);
  }
  const all = [...bases];
  return {
    total_ht: all.reduce((sum, [, base]) => sum + base, 0),
    total_tva: all.reduce((sum, [rate, base]) => sum + Math.floor((base * rate + 50) / 100), 0),
  };
}

function twiceFaults(summaries: HeldSummary[], { invoices }: Held): string[] {
  const named = [
    ...invoices.flatMap(({ delivery_id }) => delivery_id ?? []),
    ...summaries.flatMap(({ delivery_ids }) => delivery_ids),
  ];
  return named.filter((id, index) => named.indexOf(id) !== index).map((id) => `the note ${id} stands on two invoices`);
}

function debtFaults(summaries: HeldSummary[], before: Held, after: Held): string[] {
  return after.clients.flatMap(({ id, balance }) => {
    const own = summaries.filter(({ client_id }) => client_id === id);
    const was = before.clients.find((client) => client.id === id)?.balance ?? 0;
    const owed = own.reduce((sum, { total_ttc }) => sum + total_ttc, was);
    return balance === owed ? [] : [`with its notes summed up client ${id} owes ${balance}, and should owe ${owed}`];
  });
}

function numberFaults({ invoices }: Held): string[] {
  const depots = [...new Set(invoices.map(({ depot_id }) => depot_id))];
  return depots.flatMap((depot) => {
    const numbers = invoices
      .filter(({ depot_id }) => depot_id === depot)
      .map(({ reference }) => Number(reference.slice(-6)))
      .sort((a, b) => a - b);
    return numbers.every((number, index) => number === index + 1)
      ? []
      : [`with summaries the numbers of depot ${depot} are ${numbers.join(' ')}`];
  });
}
