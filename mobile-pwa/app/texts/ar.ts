import type { Translation } from '#shared/ui/i18n/translation.ts';
import { access } from './ar/access.ts';
import { delivery } from './ar/delivery.ts';
import { depots } from './ar/depots.ts';
import { frame } from './ar/frame.ts';
import { outbox } from './ar/outbox.ts';
import { sell } from './ar/sell.ts';
import { tour } from './ar/tour.ts';
import { van } from './ar/van.ts';
import type { fr } from './fr.ts';

export { ar as ui } from '#shared/ui/i18n/ar.ts';

export const ar: Translation<typeof fr> = {
  ...frame,
  ...access,
  ...tour,
  ...delivery,
  ...sell,
  ...outbox,
  ...depots,
  ...van,
};
