import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Route, Switch } from 'wouter';
import { ManchengoProvider } from '#shared/ui/manchengo-provider.tsx';
import { followHub } from './api/live.ts';
import { windowHeaders } from './api/queries.ts';
import { DeliveriesScreen } from './deliveries/deliveries-screen.tsx';
import { Frame } from './frame/frame.tsx';
import { NotFound } from './frame/not-found.tsx';
import { HomeScreen } from './home/home-screen.tsx';
import { MoreScreen } from './more/more-screen.tsx';
import { NotePage } from './note/note-page.tsx';
import { PairingScreen } from './pairing/pairing-screen.tsx';
import { PhonesScreen } from './phones/phones-screen.tsx';
import { SetupGate } from './setup/setup-gate.tsx';
import { SetupScreen } from './setup/setup-screen.tsx';
import { StockScreen } from './stock/stock-screen.tsx';
import { i18n } from './texts/i18n.ts';
import { LoadSheetPage } from './tours/load-sheet.tsx';
import { SettlementPage } from './tours/settlement-page.tsx';
import { ToursScreen } from './tours/tours-screen.tsx';

/** The next poll is the retry, and the screen says meanwhile that nobody answers. */
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
followHub(queryClient, windowHeaders);

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <ManchengoProvider i18n={i18n}>
        <Switch>
          <Route path="/deliveries/print">
            <NotePage id={null} />
          </Route>
          <Route path="/deliveries/:id/print">{({ id }) => <NotePage id={id} />}</Route>
          <Route path="/tours/:driver/settlement">{({ driver }) => <SettlementPage driverId={Number(driver)} />}</Route>
          <Route path="/tours/:driver/load">{({ driver }) => <LoadSheetPage driverId={Number(driver)} />}</Route>
          <Route>
            <Frame>
              <SetupGate />
              <Switch>
                <Route path="/" component={HomeScreen} />
                <Route path="/setup" component={SetupScreen} />
                <Route path="/deliveries/:id?">{({ id }) => <DeliveriesScreen id={id} />}</Route>
                <Route path="/phones" component={PhonesScreen} />
                <Route path="/tours" component={ToursScreen} />
                <Route path="/stock" component={StockScreen} />
                <Route path="/more/:section?">{({ section }) => <MoreScreen section={section} />}</Route>
                <Route path="/pairing" component={PairingScreen} />
                <Route component={NotFound} />
              </Switch>
            </Frame>
          </Route>
        </Switch>
      </ManchengoProvider>
    </QueryClientProvider>
  );
}
