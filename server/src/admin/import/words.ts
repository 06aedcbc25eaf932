import type { Role } from '#shared/contract/entities.ts';
import type { ClientKind } from '#shared/contract/events.ts';

/** What people write in a file for a kind of client. */
export const CLIENT_KIND_WORDS: Record<ClientKind, readonly string[]> = {
  DISTRIBUTOR: ['distributeur', 'موزع', 'distributor'],
  WHOLESALER: ['grossiste', 'تاجر جملة', 'جملة', 'wholesaler'],
  SHOP: ['magasin', 'supérette', 'épicerie', 'détaillant', 'محل', 'متجر', 'shop'],
  FAST_FOOD: ['restauration', 'fast-food', 'fast food', 'restaurant', 'مطعم', 'وجبات سريعة'],
  PUBLIC: ['organisme public', 'public', 'هيئة عمومية', 'public body'],
};

/** What people write in a file for a role. */
export const ROLE_WORDS: Record<Role, readonly string[]> = {
  admin: ['administrateur', 'مسؤول', 'administrator'],
  dispatcher: ['planificateur', 'répartiteur', 'dispatcher', 'منسق'],
  accountant: ['comptable', 'محاسب'],
  clerk: ['agent de dépôt', 'gestionnaire', 'كاتب', 'موظف المستودع'],
  driver: ['chauffeur', 'livreur', 'سائق'],
  seller: ['vendeur', 'بائع'],
  warehouse: ['magasinier', 'أمين المخزن', 'warehouse hand'],
};
