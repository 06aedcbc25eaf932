import { isoTime } from '#shared/ports/clock.ts';
import { type ActionDeps, isKnown } from './actions.ts';
import type { Sql } from './sql.ts';

/** A small form as it is filled in: its name, the id of the event that it becomes, and what it holds. */
export interface KeptForm<T> {
  name: string;
  event_id: string;
  content: T;
}

/** Keeps a form as it is typed. What has been recorded meanwhile is no form any more. */
export function saveForm({ sql, clock }: Pick<ActionDeps, 'sql' | 'clock'>, form: KeptForm<unknown>): void {
  if (isKnown(sql, form.event_id)) return;
  sql.exec('INSERT OR REPLACE INTO plain_form_drafts (name, content, updated_at) VALUES (?, ?, ?)', [
    form.name,
    JSON.stringify(form),
    isoTime(clock.now()),
  ]);
}

/** Null where nothing is kept under that name. */
export function keptForm(sql: Sql, name: string): KeptForm<unknown> | null {
  const [row] = sql.all<{ content: string }>('SELECT content FROM plain_form_drafts WHERE name = ?', [name]);
  return row === undefined ? null : JSON.parse(row.content);
}

export const forgetForm = (sql: Sql, name: string): void => sql.exec('DELETE FROM form_drafts WHERE name = ?', [name]);
