import { acting } from './fr/acting.ts';
import { acts } from './fr/acts.ts';
import { attention } from './fr/attention.ts';
import { days } from './fr/days.ts';
import { frame } from './fr/frame.ts';
import { goods } from './fr/goods.ts';
import { importing } from './fr/importing.ts';
import { lots } from './fr/lots.ts';
import { papers } from './fr/papers.ts';
import { people } from './fr/people.ts';
import { programs } from './fr/programs.ts';
import { queueFiles } from './fr/queue-files.ts';
import { refused } from './fr/refused.ts';
import { reports } from './fr/reports.ts';
import { trail } from './fr/trail.ts';
import { webhooks } from './fr/webhooks.ts';

export const fr = {
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
