import type { Queryable } from '../../store/database.ts';

/** What a cell may name by its code, by its name or by what the ERP calls it. */
export type ReferredKind = 'depots' | 'users' | 'products' | 'clients';

/** What a text names: one thing, nothing, or several between which nobody here can choose. */
export type Referred = { kind: 'one'; id: number | string } | { kind: 'none' } | { kind: 'several' };

export type References = (kind: ReferredKind, text: string) => Referred;

interface Found {
  text: string;
  /** How it was found: what comes first counts. */
  way: number;
  id: number | string;
}

/** A code stands before a name of the ERP, and that before a name, which several may have. Closed accounts are not meant. */
function find(database: Queryable, kind: ReferredKind, texts: string[]): Promise<{ rows: Found[] }> {
  switch (kind) {
    case 'depots':
      return database.query<Found>(
        `SELECT a.text, 1 AS way, d.id FROM unnest($1::text[]) AS a (text) JOIN depots d ON d.code = upper(a.text)
    UNION ALL SELECT a.text, 2, d.id FROM unnest($1::text[]) AS a (text) JOIN depots d ON d.external_id = a.text
    UNION ALL SELECT a.text, 3, d.id FROM unnest($1::text[]) AS a (text) JOIN depots d ON folded(d.name) = folded(a.text)`,
        [texts],
      );
    case 'users':
      return database.query<Found>(
        `SELECT a.text, 1 AS way, u.id FROM unnest($1::text[]) AS a (text) JOIN users u ON u.username = lower(a.text)
    UNION ALL SELECT a.text, 2, u.id FROM unnest($1::text[]) AS a (text) JOIN users u ON u.external_id = a.text
    UNION ALL SELECT a.text, 3, u.id FROM unnest($1::text[]) AS a (text)
      JOIN users u ON folded(u.name) = folded(a.text) AND u.is_active`,
        [texts],
      );
    case 'products':
      return database.query<Found>(
        `SELECT a.text, 1 AS way, p.id FROM unnest($1::text[]) AS a (text) JOIN products p ON code_key(p.code) = code_key(a.text)
    UNION ALL SELECT a.text, 2, p.id FROM unnest($1::text[]) AS a (text) JOIN products p ON p.external_id = a.text
    UNION ALL SELECT a.text, 3, p.id FROM unnest($1::text[]) AS a (text) JOIN products p ON folded(p.name) = folded(a.text)`,
        [texts],
      );
    case 'clients':
      return database.query<Found>(
        `SELECT a.text, 1 AS way, c.id FROM unnest($1::text[]) AS a (text) JOIN clients c ON c.external_id = a.text
    UNION ALL SELECT a.text, 2, c.id FROM unnest($1::text[]) AS a (text) JOIN clients c ON folded(c.name) = folded(a.text)`,
        [texts],
      );
  }
}

/** Finds all that a file names, in one statement a kind. */
export async function findReferences(
  database: Queryable,
  wanted: ReadonlyMap<ReferredKind, ReadonlySet<string>>,
): Promise<References> {
  const known = new Map<string, Found[]>();
  for (const [kind, texts] of wanted) {
    const { rows } = await find(database, kind, [...texts]);
    for (const row of rows) {
      const key = `${kind} ${row.text}`;
      known.set(key, [...(known.get(key) ?? []), row]);
    }
  }
  return (kind, text) => referred(known.get(`${kind} ${text}`) ?? []);
}

function referred(found: Found[]): Referred {
  const best = Math.min(...found.map(({ way }) => way));
  const ids = [...new Set(found.filter(({ way }) => way === best).map(({ id }) => id))];
  if (ids.length > 1) return { kind: 'several' };
  return ids[0] === undefined ? { kind: 'none' } : { kind: 'one', id: ids[0] };
}
