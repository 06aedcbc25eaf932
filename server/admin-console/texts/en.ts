import type { Translation } from '#shared/ui/i18n/translation.ts';
import { acting } from './en/acting.ts';
import { acts } from './en/acts.ts';
import { attention } from './en/attention.ts';
import { days } from './en/days.ts';
import { frame } from './en/frame.ts';
import { goods } from './en/goods.ts';
import { importing } from './en/importing.ts';
import { lots } from './en/lots.ts';
import { papers } from './en/papers.ts';
import { people } from './en/people.ts';
import { programs } from './en/programs.ts';
import { queueFiles } from './en/queue-files.ts';
import { refused } from './en/refused.ts';
import { reports } from './en/reports.ts';
import { trail } from './en/trail.ts';
import { webhooks } from './en/webhooks.ts';
import type { fr } from './fr.ts';

export const en: Translation<typeof fr> = {
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
