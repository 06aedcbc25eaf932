import type pg from 'pg';
import type { Ground } from './company.ts';

/**
 * In which order changes were committed, as one sees it who looks whenever a transaction has ended: nothing of it hangs on
 * the numbers that the product gives.
 */
export class CommitOrder {
  readonly #ground: Ground;
  readonly #head: number;
  readonly #from: number;
  readonly #commits = new Map<number, number>();
  #commit = 0;

  private constructor(ground: Ground, head: number, from: number) {
    this.#ground = ground;
    this.#head = head;
    this.#from = from;
  }

  /** Nothing runs yet: everything has its position, up to `head`. */
  static async begin(ground: Ground, head: number): Promise<CommitOrder> {
    const { rows } = await ground.database.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM changes');
    return new CommitOrder(ground, head, rows[0]?.id ?? 0);
  }

  /** Notes what is committed now and was not before. */
  async look(monitor: pg.Client): Promise<void> {
    const { rows } = await monitor.query<{ id: number }>('SELECT id FROM changes WHERE id > $1', [this.#from]);
    this.#commit += 1;
    for (const { id } of rows) if (!this.#commits.has(id)) this.#commits.set(id, this.#commit);
  }

  /** What does not hold when all is over. */
  async faults(): Promise<string[]> {
    const { rows } = await this.#ground.database.query<{ pos: number; id: number; entity: string }>(
      `SELECT pos, id, (body::json ->> 'entity_type') || ' ' || (body::json ->> 'entity_id') AS entity
       FROM numbered_changes WHERE first_pos > $1 ORDER BY pos`,
      [this.#head],
    );
    const numbered = new Set(rows.map(({ id }) => id));
    const left = [...this.#commits.keys()].filter((id) => !numbered.has(id)).length;
    const newest = new Map<string, number>();
    const faults = left === 0 ? [] : [`${left} changes are committed and have no position`];
    for (const { id, entity } of rows) {
      const commit = this.#commits.get(id) ?? 0;
      if (commit < (newest.get(entity) ?? 0)) faults.push(`${entity} is numbered against the order of its commits`);
      newest.set(entity, commit);
    }
    return faults;
  }
}
