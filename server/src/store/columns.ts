/**
 * The columns of each entity exactly as the contract names its fields, so that a row *is* the entity. One letter
 * stands for each table: `d` depots, `u` users, `p` products, `c` clients, `dl` deliveries, `i` invoices, `cn` credit_notes, `pm` payments,
 * `s` stock_levels, `t` tours, `l` lots, `tf` transfers, `dv` devices, `h` hubs, `st` audit_steps,
 * `sa` service_accounts, `w` webhooks. No secret column stands in any of them.
 */
export { AUDIT_STEP } from './entities/audit-step.ts';
export { CLIENT } from './entities/client.ts';
export { CREDIT_NOTE } from './entities/credit-note.ts';
export { DELIVERY } from './entities/delivery.ts';
export { DEPOT } from './entities/depot.ts';
export { DEVICE } from './entities/device.ts';
export { HUB } from './entities/hub.ts';
export { INVOICE } from './entities/invoice.ts';
export { PAYMENT } from './entities/payment.ts';
export { PRODUCT } from './entities/product.ts';
export { SERVICE_ACCOUNT } from './entities/service-account.ts';
export { LOT, STOCK_LEVEL } from './entities/stock.ts';
export { TRANSFER } from './entities/stock-paper.ts';
export { TOUR } from './entities/tour.ts';
export { USER } from './entities/user.ts';
export { WEBHOOK } from './entities/webhook.ts';
