import { isYardOrigin } from '#shared/domain/origins.ts';
import type { Asked, KnownNode } from './facts.ts';

/** What keeps a phone from its depot, or does not. */
export type Cause =
  | 'well'
  | 'server_only'
  | 'other_depot'
  | 'no_network'
  | 'stranger'
  | 'refused'
  | 'certificate'
  | 'no_name'
  | 'silent';

/** What is said of one address. `unneeded`: silent, while the same hub answers at another. `no_server`: as usual without Internet. */
export type Finding =
  | 'own_hub'
  | 'other_hub'
  | 'hub'
  | 'server'
  | 'stranger'
  | 'refused'
  | 'certificate'
  | 'no_name'
  | 'silent'
  | 'no_server'
  | 'unneeded';

export interface Diagnosis {
  cause: Cause;
  /** Concluded from what else answers and how soon an address failed: browsers do not say more. */
  isGuess: boolean;
  /** Of the depot that the phone is at, where another than its own. */
  depot: string | null;
  /** One for each address, in their order. */
  findings: Finding[];
}

/**
 * A port that refuses, a certificate that is not believed and a name that nobody knows fail at once; a machine that is
 * switched off or behind a firewall, or a WiFi that keeps its guests apart, takes three seconds and more.
 */
export const AT_ONCE_MS = 2_000;

const IP_ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[.*\]|localhost)$/;
/** Whether an origin names its machine by an address, which no network has to look up. */
export const isByAddress = (url: string): boolean => IP_ADDRESS.test(new URL(url).hostname);

/** What is the matter, by all that was observed. `isOnline`: whether the phone itself believes to have a network. */
export function diagnose(isOnline: boolean, asked: Asked[]): Diagnosis {
  const findings = asked.map((one) => findingOf(one, asked));
  const answers = asked.map(({ answer }) => answer);
  const said = (cause: Cause, isGuess: boolean, depot: string | null = null): Diagnosis => ({
    cause,
    isGuess,
    depot,
    findings,
  });
  if (findings.includes('own_hub') || findings.includes('hub')) return said('well', false);
  if (findings.includes('server')) return said('server_only', false);
  const other = answers.find((answer) => answer.kind === 'hub');
  if (other !== undefined) return said('other_depot', false, other.depot);
  if (!isOnline) return said('no_network', false);
  // What answers at HQ's address in its place does not keep anybody from the depot.
  const atDepots = findings.filter((_, index) => asked[index]?.node.expected?.kind !== 'server');
  if (atDepots.includes('stranger')) return said('stranger', false);
  if (findings.includes('refused')) return said('refused', true);
  if (findings.includes('certificate')) return said('certificate', true);
  const isByNameOnly = findings.includes('no_name') && !findings.includes('silent');
  return said(isByNameOnly ? 'no_name' : 'silent', true);
}

function findingOf({ node, answer }: Asked, all: Asked[]): Finding {
  switch (answer.kind) {
    case 'hub':
      return answer.isOwn === null ? 'hub' : answer.isOwn ? 'own_hub' : 'other_hub';
    case 'server':
    case 'stranger':
      return answer.kind;
    case 'none':
      return whyNone(node, answer.ms < AT_ONCE_MS, all);
  }
}

function whyNone(node: KnownNode, isAtOnce: boolean, all: Asked[]): Finding {
  if (node.expected?.kind === 'server') return 'no_server';
  const isName = !isByAddress(node.url);
  if (answersElsewhere(node, all)) return isName ? 'no_name' : 'unneeded';
  if (!isAtOnce) return 'silent';
  if (isName) return 'no_name';
  return believesTheCompany(all) ? 'refused' : 'certificate';
}

/** Only the company's CA can vouch for names and addresses of a yard: where one was ever believed, its certificate is. */
const believesTheCompany = (all: Asked[]): boolean =>
  all.some(({ node }) => node.hasAnswered && isYardOrigin(node.url, ''));

/** Whether the hub that should be there answers at another address. */
function answersElsewhere({ expected }: KnownNode, all: Asked[]): boolean {
  if (expected?.kind !== 'hub') return false;
  return all.some(({ answer }) => answer.kind === 'hub' && answer.hub === expected.hub);
}
