import type { Translation } from '#shared/ui/i18n/translation.ts';
import { acting } from './ar/acting.ts';
import { acts } from './ar/acts.ts';
import { attention } from './ar/attention.ts';
import { days } from './ar/days.ts';
import { frame } from './ar/frame.ts';
import { goods } from './ar/goods.ts';
import { importing } from './ar/importing.ts';
import { lots } from './ar/lots.ts';
import { papers } from './ar/papers.ts';
import { people } from './ar/people.ts';
import { programs } from './ar/programs.ts';
import { queueFiles } from './ar/queue-files.ts';
import { refused } from './ar/refused.ts';
import { reports } from './ar/reports.ts';
import { trail } from './ar/trail.ts';
import { webhooks } from './ar/webhooks.ts';
import type { fr } from './fr.ts';

export const ar: Translation<typeof fr> = {
  ...frame,
  ...acting,
  ...acts,
  ...days,
  ...goods,
  ...importing,
  ...lots,
  ...papers,
  ...people,
  ...queueFiles,
  ...refused,
  ...reports,
  ...programs,
  ...trail,
  ...webhooks,
  ...attention,
};
