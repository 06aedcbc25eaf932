import type { DnsPacket, DnsQuestion, DnsRecord } from 'multicast-dns';
import { isName, SERVICE } from './records.ts';

/** RFC 6762, 6.7: a simple resolver keeps what it is told as if it came from a name server, and hears no goodbye. */
const LEGACY_TTL = 10;
/** `IN` and any class, each without and with the bit that asks for a unicast answer. */
const CLASSES = ['IN', 'ANY', `UNKNOWN_${0x8001}`, `UNKNOWN_${0x80ff}`];

/**
 * What of these records answers a query, for everybody on the network; null: nothing does, and nobody speaks. A name of
 * ours without what is asked for (an address of IPv6) is answered by what there is, NSEC, so that nobody waits in vain.
 */
export function answerTo(query: DnsPacket, records: readonly DnsRecord[]): DnsPacket | null {
  const questions = ownQuestions(query, records);
  if (questions.length === 0) return null;
  const answers = records.filter((record) => questions.some((question) => isAnswer(question, record)));
  const isSearch = answers.some(({ type, name }) => type === 'PTR' && isName(name, SERVICE));
  const further = isSearch ? records.filter((record) => !answers.includes(record) && record.type !== 'PTR') : [];
  const empty = questions.filter((question) => !answers.some((record) => isAnswer(question, record)));
  const nothingElse = unique(answers.filter(({ type }) => type === 'A')).flatMap((name) => denial(name, records));
  const denials = unique(empty).flatMap((name) => denial(name, records));
  return {
    answers: [...answers, ...denials],
    additionals: [...further, ...nothingElse.filter(({ name }) => !denials.some((one) => isName(one.name, name)))],
  };
}

/**
 * The answer to a simple resolver, one that asks from a port of its own (RFC 6762, 6.7): as from a name server, with its
 * id and its question, to be sent to it alone. Android's looks at the first answer only, and at these marks. Where the
 * name is ours and has nothing of the kind, the answer is empty.
 */
export function legacyAnswerTo(query: DnsPacket, records: readonly DnsRecord[]): DnsPacket | null {
  const answer = answerTo(query, records);
  if (answer === null) return null;
  const plain = (some: DnsRecord[] = []): DnsRecord[] =>
    some
      .filter(({ type }) => type !== 'NSEC')
      .map((record) => ({ ...record, flush: false, ttl: Math.min(record.ttl ?? 0, LEGACY_TTL) }));
  return {
    id: query.id ?? 0,
    questions: (query.questions ?? []).map(({ name, type }) => ({ name, type, class: 'IN' })),
    answers: plain(answer.answers),
    additionals: plain(answer.additionals),
  };
}

const ownQuestions = ({ questions = [] }: DnsPacket, records: readonly DnsRecord[]): DnsQuestion[] =>
  questions.filter((question) => {
    if (!CLASSES.includes(question.class ?? 'IN')) return false;
    // Whose type is shared (a service has many hubs) is silent where it has none.
    return records.some((record) => isName(record.name, question.name) && (record.flush || isAnswer(question, record)));
  });

const isAnswer = ({ name, type }: DnsQuestion, record: DnsRecord): boolean =>
  isName(name, record.name) && (type === 'ANY' || type === record.type);

const unique = (named: readonly { name: string }[]): string[] => [
  ...new Map(named.map(({ name }) => [name.toLowerCase(), name])).values(),
];

/** NSEC of a name that is ours alone: the types that it has, and by that no others (RFC 6762, 6.1). */
function denial(name: string, records: readonly DnsRecord[]): DnsRecord[] {
  const own = records.filter((record) => record.flush && isName(record.name, name));
  if (own.length === 0) return [];
  const ttl = Math.min(...own.map((record) => record.ttl ?? 0));
  const rrtypes = [...new Set(own.map(({ type }) => type))];
  return [{ name, type: 'NSEC', ttl, flush: true, data: { nextDomain: name, rrtypes } }];
}
