import type { Translation } from '#shared/ui/i18n/translation.ts';
import { access } from './en/access.ts';
import { delivery } from './en/delivery.ts';
import { depots } from './en/depots.ts';
import { frame } from './en/frame.ts';
import { outbox } from './en/outbox.ts';
import { sell } from './en/sell.ts';
import { tour } from './en/tour.ts';
import { van } from './en/van.ts';
import type { fr } from './fr.ts';

export { en as ui } from '#shared/ui/i18n/en.ts';

export const en: Translation<typeof fr> = {
  ...frame,
  ...access,
  ...tour,
  ...delivery,
  ...sell,
  ...outbox,
  ...depots,
  ...van,
};
