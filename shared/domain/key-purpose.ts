/** The server's keys for codes are apart from those for tokens, checkpoints and orders: each vouches for its own only. */
const CODE_KEY = /^qr-/;

/** The keys that vouch for the codes on delivery notes. */
export const codeKeys = <Key extends { kid?: string }>(keys: readonly Key[]): Key[] =>
  keys.filter(({ kid }) => kid !== undefined && CODE_KEY.test(kid));

/** Whether a key vouches for the server's statements: tokens, checkpoints, orders, and further keys. */
export const isStatementKey = ({ kid }: { kid?: string }): boolean => kid === undefined || !CODE_KEY.test(kid);

/** The keys that vouch for the server's statements. */
export const statementKeys = <Key extends { kid?: string }>(keys: readonly Key[]): Key[] => keys.filter(isStatementKey);
