import { MantineThemeProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { i18n as I18n } from 'i18next';
import { useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { ManchengoProvider } from '#shared/ui/manchengo-provider.tsx';
import { useAppUpdate } from '../app/app-update.ts';
import { BootGate, ScreenShape } from '../app/boot-gate.tsx';
import { CrashGate } from '../app/crash-gate.tsx';
import { fetchAllFiles } from '../app/lazy-file.ts';
import { PhoneProvider, useSession } from '../app/phone-context.tsx';
import { phoneTheme } from '../app/phone-theme.ts';
import { useStorageKept } from '../app/storage-kept.ts';
import { useAudit } from '../app/use-audit.ts';
import { whenIdle } from '../app/when-idle.ts';
import { NotFoundScreen } from '../screens/not-found-screen.tsx';
import { TourScreen } from '../screens/tour-screen.tsx';
import type { PhoneClient } from '../sync/phone-client.ts';
import { LockGate } from './lock-gate.tsx';
import * as screens from './screens.ts';
import '../app/app.css';

interface AppProps {
  phone: PhoneClient;
  queries: QueryClient;
  i18n: I18n;
}

export function App({ phone, queries, i18n }: AppProps) {
  return (
    <QueryClientProvider client={queries}>
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
  return session === null ? <screens.SignInScreen /> : <SignedInScreens />;
}

function SignedInScreens() {
  // From here on there is something to lose: the browser is asked to keep it.
  useStorageKept();
  useAudit();
  useEffect(() => void fetchAllFiles(whenIdle), []);
  return (
    <Switch>
      <Route path="/" component={TourScreen} />
      <Route path="/sign-in">
        <screens.SignInScreen />
      </Route>
      <Route path="/route" component={screens.RouteScreen} />
      <Route path="/days" component={screens.DaysScreen} />
      <Route path="/scan">
        <screens.ScanScreen stopId={null} />
      </Route>
      <Route path="/deliveries/:id/correction">
        {({ id }) => <screens.CorrectionScreen key={id} deliveryId={id} />}
      </Route>
      <Route path="/deliveries/:id/scan">{({ id }) => <screens.ScanScreen key={id} stopId={id} />}</Route>
      <Route path="/deliveries/:id">{({ id }) => <screens.DeliveryScreen key={id} id={id} />}</Route>
      <Route path="/sell" component={screens.InvoicesScreen} />
      <Route path="/sell/payment" component={screens.CollectScreen} />
      <Route path="/sell/:id">{({ id }) => <screens.InvoiceScreen key={id} id={id} />}</Route>
      <Route path="/sell/:id/paper">{({ id }) => <screens.PaperScreen key={id} id={id} />}</Route>
      <Route path="/clients" component={screens.ClientsScreen} />
      <Route path="/clients/:id">{({ id }) => <screens.ClientScreen key={id} id={id} />}</Route>
      <Route path="/van/sign" component={screens.SignScreen} />
      <Route path="/van/paper" component={screens.TourPaperScreen} />
      <Route path="/van/code/:id">{({ id }) => <screens.CodeScreen key={id} eventId={id} />}</Route>
      <Route path="/van/:id">{({ id }) => <screens.VanScreen key={id} driverId={Number(id)} />}</Route>
      <Route path="/van/:id/load">{({ id }) => <screens.LoadScreen key={id} driverId={Number(id)} />}</Route>
      <Route path="/van/:id/count">{({ id }) => <screens.CountScreen key={id} driverId={Number(id)} />}</Route>
      <Route path="/stock" component={screens.StockScreen} />
      <Route path="/to-send" component={screens.OutboxScreen} />
      <Route path="/me" component={screens.MeScreen} />
      <Route path="/me/steps" component={screens.AuditScreen} />
      <Route path="/me/add-depot" component={screens.AddDepotScreen} />
      <Route path="/me/connection" component={screens.DoctorScreen} />
      <Route path="/me/pin">
        <screens.PinScreen aim="set" />
      </Route>
      <Route path="/me/pin/remove">
        <screens.PinScreen aim="remove" />
      </Route>
      <Route component={NotFoundScreen} />
    </Switch>
  );
}
