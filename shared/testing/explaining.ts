interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
}

/** How many rows of tables a plan has read. */
function rowsRead(plan: Plan): number {
  const below = (plan.Plans ?? []).reduce((sum, part) => sum + rowsRead(part), 0);
  if (plan['Relation Name'] === undefined) return below;
  const each =
    plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  return below + each * plan['Actual Loops'];
}

/** As pg answers: `any`, since what a caller asks for is its own business. */
interface Queryable {
  // biome-ignore lint/suspicious/noExplicitAny: a statement's rows are what its text says.
  query(sql: string, values?: any[]): Promise<{ rows: any[] }>;
}

/** A database that counts how many rows of tables each statement reads before it answers it. */
export function explaining<Database extends Queryable>(real: Database): { database: Database; reads: number[] } {
  const reads: number[] = [];
  const query = async (sql: string, values: unknown[]) => {
    const { rows } = await real.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
    reads.push(rowsRead(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan));
    return real.query(sql, values);
  };
  return { database: { query } as unknown as Database, reads };
}
