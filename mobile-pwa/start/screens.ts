import { lazyScreen } from '../app/lazy-screen.tsx';

/**
 * The screens beyond the tour, each in a file of its own, in the order in which they are fetched once the tour stands
 * there: what a driver and a seller need first.
 */

export const LockScreen = lazyScreen(async () => (await import('../screens/lock/lock-screen.tsx')).LockScreen);
export const LockedSignIn = lazyScreen(async () => (await import('../screens/lock/locked-sign-in.tsx')).LockedSignIn);
export const SignInScreen = lazyScreen(async () => (await import('../screens/sign-in-screen.tsx')).SignInScreen);
export const DeliveryScreen = lazyScreen(
  async () => (await import('../screens/delivery/delivery-screen.tsx')).DeliveryScreen,
);
export const ScanScreen = lazyScreen(async () => (await import('../screens/scan/scan-screen.tsx')).ScanScreen);
export const InvoicesScreen = lazyScreen(
  async () => (await import('../screens/invoice/invoices-screen.tsx')).InvoicesScreen,
);
export const InvoiceScreen = lazyScreen(
  async () => (await import('../screens/invoice/invoice-screen.tsx')).InvoiceScreen,
);
export const PaperScreen = lazyScreen(
  async () => (await import('../screens/invoice/paper/paper-screen.tsx')).PaperScreen,
);
export const CollectScreen = lazyScreen(
  async () => (await import('../screens/payment/collect-screen.tsx')).CollectScreen,
);
export const OutboxScreen = lazyScreen(async () => (await import('../screens/outbox-screen.tsx')).OutboxScreen);
export const StockScreen = lazyScreen(async () => (await import('../screens/stock-screen.tsx')).StockScreen);
export const MeScreen = lazyScreen(async () => (await import('../screens/me-screen.tsx')).MeScreen);
export const ClientScreen = lazyScreen(async () => (await import('../screens/client/client-screen.tsx')).ClientScreen);
export const ClientsScreen = lazyScreen(
  async () => (await import('../screens/client/clients-screen.tsx')).ClientsScreen,
);
export const CorrectionScreen = lazyScreen(
  async () => (await import('../screens/correction/correction-screen.tsx')).CorrectionScreen,
);
export const AddDepotScreen = lazyScreen(
  async () => (await import('../screens/depot/add-depot-screen.tsx')).AddDepotScreen,
);
export const DoctorScreen = lazyScreen(async () => (await import('../screens/doctor/doctor-screen.tsx')).DoctorScreen);
export const PinScreen = lazyScreen(async () => (await import('../screens/lock/pin-screen.tsx')).PinScreen);
export const AuditScreen = lazyScreen(async () => (await import('../screens/me/audit-screen.tsx')).AuditScreen);
export const DaysScreen = lazyScreen(async () => (await import('../screens/tour/days-screen.tsx')).DaysScreen);
export const RouteScreen = lazyScreen(async () => (await import('../screens/tour/route-screen.tsx')).RouteScreen);
export const CodeScreen = lazyScreen(async () => (await import('../screens/van/code-screen.tsx')).CodeScreen);
export const CountScreen = lazyScreen(async () => (await import('../screens/van/count-screen.tsx')).CountScreen);
export const LoadScreen = lazyScreen(async () => (await import('../screens/van/load-screen.tsx')).LoadScreen);
export const SignScreen = lazyScreen(async () => (await import('../screens/van/sign-screen.tsx')).SignScreen);
export const TourPaperScreen = lazyScreen(
  async () => (await import('../screens/van/tour-paper-screen.tsx')).TourPaperScreen,
);
export const VanScreen = lazyScreen(async () => (await import('../screens/van/van-screen.tsx')).VanScreen);
