import {
  HQ_ITEMS,
  HQ_LISTS,
  type HqItem,
  type HqList,
  type HqOne,
  type Page,
  pageOf,
} from '#shared/contract/hq/lists.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';

/** Makes a reader for each list when it is first shown. */
function onceEach<T>(make: (list: HqList) => Reader<T>): (list: HqList) => Reader<T> {
  const made = new Map<HqList, Reader<T>>();
  return (list) => {
    const read = made.get(list) ?? make(list);
    made.set(list, read);
    return read;
  };
}

const pages = onceEach<unknown>((list) => reader(pageOf(HQ_LISTS[list])));
const items = onceEach<unknown>((list) => reader(HQ_ITEMS[list]));

/** How a page of a list is read. */
export const pageReader = <L extends HqList>(list: L) => pages(list) as Reader<Page<HqItem<L>>>;

/** How one item of a list is read. */
export const itemReader = <L extends HqList>(list: L) => items(list) as Reader<HqOne<L>>;
