import type { HubDatabase } from './hub-database.ts';

/**
 * Makes one commit of what arrives in the same turn of the event loop: fifty phones at the gate cost one fsync, not
 * fifty. `work` says what went wrong in its value; where it throws, nothing of the turn is kept and all are told.
 */
export function groupCommit<In, Out>(database: HubDatabase, work: (input: In) => Out): (input: In) => Promise<Out> {
  let turn: { input: In; resolve: (output: Out) => void; reject: (error: unknown) => void }[] = [];
  const commit = database.transaction((inputs: In[]) => inputs.map(work)).immediate;
  const endTurn = () => {
    const callers = turn;
    turn = [];
    try {
      const outputs = commit(callers.map(({ input }) => input));
      for (const [index, { resolve }] of callers.entries()) resolve(outputs[index] as Out);
    } catch (error) {
      for (const { reject } of callers) reject(error);
    }
  };
  return (input) =>
    new Promise((resolve, reject) => {
      if (turn.length === 0) setImmediate(endTurn);
      turn.push({ input, resolve, reject });
    });
}
