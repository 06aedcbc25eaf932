import { MantineThemeProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Route, Switch } from 'wouter';
import { ManchengoProvider } from '#shared/ui/manchengo-provider.tsx';
import { useAppUpdate } from '../app/app-update.ts';
import { BootGate, ScreenShape } from '../app/boot-gate.tsx';
import { CrashGate } from '../app/crash-gate.tsx';
import { PhoneProvider, useSession } from '../app/phone-context.tsx';
import { phoneTheme } from '../app/phone-theme.ts';
import { useStorageKept } from '../app/storage-kept.ts';
import { i18n } from '../app/texts/i18n.ts';
import { useAudit } from '../app/use-audit.ts';
import { ClientScreen } from '../screens/client/client-screen.tsx';
import { ClientsScreen } from '../screens/client/clients-screen.tsx';
import { CorrectionScreen } from '../screens/correction/correction-screen.tsx';
import { DeliveryScreen } from '../screens/delivery/delivery-screen.tsx';
import { AddDepotScreen } from '../screens/depot/add-depot-screen.tsx';
import { DoctorScreen } from '../screens/doctor/doctor-screen.tsx';
import { InvoiceScreen } from '../screens/invoice/invoice-screen.tsx';
import { InvoicesScreen } from '../screens/invoice/invoices-screen.tsx';
import { PaperScreen } from '../screens/invoice/paper/paper-screen.tsx';
import { PinScreen } from '../screens/lock/pin-screen.tsx';
import { AuditScreen } from '../screens/me/audit-screen.tsx';
import { MeScreen } from '../screens/me-screen.tsx';
import { NotFoundScreen } from '../screens/not-found-screen.tsx';
import { OutboxScreen } from '../screens/outbox-screen.tsx';
import { CollectScreen } from '../screens/payment/collect-screen.tsx';
import { ScanScreen } from '../screens/scan/scan-screen.tsx';
import { SignInScreen } from '../screens/sign-in-screen.tsx';
import { StockScreen } from '../screens/stock-screen.tsx';
import { DaysScreen } from '../screens/tour/days-screen.tsx';
import { RouteScreen } from '../screens/tour/route-screen.tsx';
import { TourScreen } from '../screens/tour-screen.tsx';
import { CodeScreen } from '../screens/van/code-screen.tsx';
import { CountScreen } from '../screens/van/count-screen.tsx';
import { LoadScreen } from '../screens/van/load-screen.tsx';
import { SignScreen } from '../screens/van/sign-screen.tsx';
import { TourPaperScreen } from '../screens/van/tour-paper-screen.tsx';
import { VanScreen } from '../screens/van/van-screen.tsx';
import type { PhoneClient } from '../sync/phone-client.ts';
import { LockGate } from './lock-gate.tsx';
import '../app/app.css';

/** The store is on this device: its answers neither go stale by themselves nor depend on a network. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY },
    mutations: { networkMode: 'always' },
  },
});

export function App({ phone }: { phone: PhoneClient }) {
  return (
    <QueryClientProvider client={queryClient}>
      <ManchengoProvider i18n={i18n}>
        <MantineThemeProvider inherit theme={phoneTheme}>
          <CrashGate>
            <PhoneProvider phone={phone}>
              <BootGate>
                <LockGate>
                  <Screens />
                </LockGate>
              </BootGate>
            </PhoneProvider>
          </CrashGate>
        </MantineThemeProvider>
      </ManchengoProvider>
    </QueryClientProvider>
  );
}

function Screens() {
  const { data: session } = useSession();
  useAppUpdate();
  if (session === undefined) return <ScreenShape />;
  return session === null ? <SignInScreen /> : <SignedInScreens />;
}

function SignedInScreens() {
  // From here on there is something to lose: the browser is asked to keep it.
  useStorageKept();
  useAudit();
  return (
    <Switch>
      <Route path="/" component={TourScreen} />
      <Route path="/sign-in">
        <SignInScreen />
      </Route>
      <Route path="/route" component={RouteScreen} />
      <Route path="/days" component={DaysScreen} />
      <Route path="/scan">
        <ScanScreen stopId={null} />
      </Route>
      <Route path="/deliveries/:id/correction">{({ id }) => <CorrectionScreen key={id} deliveryId={id} />}</Route>
      <Route path="/deliveries/:id/scan">{({ id }) => <ScanScreen key={id} stopId={id} />}</Route>
      <Route path="/deliveries/:id">{({ id }) => <DeliveryScreen key={id} id={id} />}</Route>
      <Route path="/sell" component={InvoicesScreen} />
      <Route path="/sell/payment" component={CollectScreen} />
      <Route path="/sell/:id">{({ id }) => <InvoiceScreen key={id} id={id} />}</Route>
      <Route path="/sell/:id/paper">{({ id }) => <PaperScreen key={id} id={id} />}</Route>
      <Route path="/clients" component={ClientsScreen} />
      <Route path="/clients/:id">{({ id }) => <ClientScreen key={id} id={id} />}</Route>
      <Route path="/van/sign" component={SignScreen} />
      <Route path="/van/paper" component={TourPaperScreen} />
      <Route path="/van/code/:id">{({ id }) => <CodeScreen key={id} eventId={id} />}</Route>
      <Route path="/van/:id">{({ id }) => <VanScreen key={id} driverId={Number(id)} />}</Route>
      <Route path="/van/:id/load">{({ id }) => <LoadScreen key={id} driverId={Number(id)} />}</Route>
      <Route path="/van/:id/count">{({ id }) => <CountScreen key={id} driverId={Number(id)} />}</Route>
      <Route path="/stock" component={StockScreen} />
      <Route path="/to-send" component={OutboxScreen} />
      <Route path="/me" component={MeScreen} />
      <Route path="/me/steps" component={AuditScreen} />
      <Route path="/me/add-depot" component={AddDepotScreen} />
      <Route path="/me/connection" component={DoctorScreen} />
      <Route path="/me/pin">
        <PinScreen aim="set" />
      </Route>
      <Route path="/me/pin/remove">
        <PinScreen aim="remove" />
      </Route>
      <Route component={NotFoundScreen} />
    </Switch>
  );
}
