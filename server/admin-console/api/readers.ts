import type { TSchema } from 'typebox';
import { HQ_ITEMS, HQ_LISTS, type HqItem, type HqList, type HqOne, type Page, pageOf } from '#shared/contract/hq/lists.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';

const once = new Map<string, Reader<unknown>>();

/** Each is made when its list is first shown. */
function made(name: string, schema: () => TSchema): Reader<unknown> {
  const known = once.get(name) ?? reader(schema());
  once.set(name, known);
  return known;
}

export const pageReader = <L extends HqList>(list: L) =>
  made(`${list}?`, () => pageOf(HQ_LISTS[list])) as Reader<Page<HqItem<L>>>;

export const itemReader = <L extends HqList>(list: L) => made(`${list}/`, () => HQ_ITEMS[list]) as Reader<HqOne<L>>;
