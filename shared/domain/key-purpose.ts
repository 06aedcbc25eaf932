/** The server's keys for codes are apart from those for tokens, checkpoints and orders: each vouches for its own only. */
const CODE_KEY = /^qr-/;
/** Others encrypt to these. They sign nothing. */
const SEALING_KEY = /^enc-/;

/** The keys that vouch for the codes on delivery notes. */
export const codeKeys = <Key extends { kid?: string }>(keys: readonly Key[]): Key[] =>
  keys.filter(({ kid }) => kid !== undefined && CODE_KEY.test(kid));

/** Whether a key vouches for the server's statements: tokens, checkpoints, orders, and further keys. */
export const isStatementKey = ({ kid }: { kid?: string }): boolean =>
  kid === undefined || !(CODE_KEY.test(kid) || SEALING_KEY.test(kid));

/** The keys that vouch for the server's statements. */
export const statementKeys = <Key extends { kid?: string }>(keys: readonly Key[]): Key[] => keys.filter(isStatementKey);

/** The newest key to which is encrypted what HQ alone may read: the server names its keys in the order of time. */
export const sealingKey = <Key extends { kid?: string }>(keys: readonly Key[]): Key | null =>
  keys.findLast(({ kid }) => kid !== undefined && SEALING_KEY.test(kid)) ?? null;
