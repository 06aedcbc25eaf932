import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

const NAME = 'mobile_data';

/** Whether HQ may be called over mobile data, as this phone's person chose; it may, until somebody says no. */
export const isMobileDataAllowed = (sql: Sql): boolean => readMeta(sql, NAME) !== 'no';

export const allowMobileData = (sql: Sql, isAllowed: boolean): void => writeMeta(sql, NAME, isAllowed ? 'yes' : 'no');
