import { access } from './fr/access.ts';
import { delivery } from './fr/delivery.ts';
import { depots } from './fr/depots.ts';
import { frame } from './fr/frame.ts';
import { outbox } from './fr/outbox.ts';
import { sell } from './fr/sell.ts';
import { tour } from './fr/tour.ts';
import { van } from './fr/van.ts';

export { fr as ui } from '#shared/ui/i18n/fr.ts';

export const fr = { ...frame, ...access, ...tour, ...delivery, ...sell, ...outbox, ...depots, ...van };
