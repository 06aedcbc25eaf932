import type { Company } from '#shared/contract/entities.ts';
import type { Queryable, Transaction } from '../database.ts';
import { readStampRules } from './stamp-rule.ts';

const COMPANY = 'name, legal_form, activity, address, phone, capital, rc, nif, nis, ai';

/** The company's legal identities; null where HQ has not written them yet. */
export async function readCompany(database: Queryable): Promise<Company | null> {
  const { rows } = await database.query<Company>(`SELECT ${COMPANY} FROM company`);
  return rows[0] ?? null;
}

/** What devices are told of the company: its identities and its rules. */
export async function toldOfCompany(database: Queryable): Promise<Company | null> {
  const company = await readCompany(database);
  return company && { ...company, stamp_rules: await readStampRules(database) };
}

export async function lockCompany(tx: Transaction): Promise<Company | null> {
  const { rows } = await tx.query<Company>(`SELECT ${COMPANY} FROM company FOR UPDATE`);
  return rows[0] ?? null;
}

/** Behind its lock. Where there is none yet, whoever comes second has lost a race and begins again. */
export async function writeCompany(tx: Transaction, company: Company, isNew: boolean): Promise<void> {
  const values = Object.values(inOrder(company));
  if (isNew) {
    await tx.query(`INSERT INTO company (${COMPANY}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, values);
  } else {
    await tx.query(`UPDATE company SET (${COMPANY}) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, values);
  }
}

const inOrder = ({ name, legal_form, activity, address, phone, capital, rc, nif, nis, ai }: Company): Company => ({
  name,
  legal_form,
  activity,
  address,
  phone,
  capital,
  rc,
  nif,
  nis,
  ai,
});
