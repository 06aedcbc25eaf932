import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Route, Switch } from 'wouter';
import { HQ_ROLES, type Role } from '#shared/contract/entities.ts';
import { ManchengoProvider } from '#shared/ui/manchengo-provider.tsx';
import { AccountingScreen } from './accounting/accounting-screen.tsx';
import { JournalAccountsScreen } from './accounting/journal-accounts-screen.tsx';
import { ActsScreen } from './acts/acts-screen.tsx';
import { AttentionScreen } from './attention/attention-screen.tsx';
import { ChequesPage } from './cheques/cheques-page.tsx';
import { ClientsScreen } from './clients/clients-screen.tsx';
import { CompanyScreen } from './company/company-screen.tsx';
import { CreditNotesScreen } from './credit-notes/credit-notes-screen.tsx';
import { DeliveriesScreen } from './deliveries/deliveries-screen.tsx';
import { DepotsScreen } from './depots/depots-screen.tsx';
import { DevicesScreen } from './devices/devices-screen.tsx';
import { EntriesScreen } from './entries/entries-screen.tsx';
import { Frame } from './frame/frame.tsx';
import { NoAccess, NotFound } from './frame/lost.tsx';
import { HubsScreen } from './hubs/hubs-screen.tsx';
import { ImportScreen } from './import/import-screen.tsx';
import { InvoicesScreen } from './invoices/invoices-screen.tsx';
import { Live } from './live/use-live.tsx';
import { LotsScreen } from './lots/lots-screen.tsx';
import { RecallPage } from './lots/recall-page.tsx';
import { NumbersScreen } from './numbers/numbers-screen.tsx';
import { InvoicePage } from './papers/invoice-page.tsx';
import { PaymentsScreen } from './payments/payments-screen.tsx';
import { ProductsScreen } from './products/products-screen.tsx';
import { QueueFileScreen } from './queue-files/queue-file-screen.tsx';
import { ServiceAccountsScreen } from './service-accounts/service-accounts-screen.tsx';
import { browserSession, SessionContext, useSessionState } from './session/session-context.tsx';
import { SignInScreen } from './session/sign-in-screen.tsx';
import { StampRulesScreen } from './stamp-rules/stamp-rules-screen.tsx';
import { StatementPage } from './statement/statement-page.tsx';
import { StockScreen } from './stock/stock-screen.tsx';
import { SummaryScreen } from './summary-invoices/summary-screen.tsx';
import { i18n } from './texts/i18n.ts';
import { ArrivalsScreen } from './today/arrivals-screen.tsx';
import { TodayScreen } from './today/today-screen.tsx';
import { ToursScreen } from './tours/tours-screen.tsx';
import { TrailScreen } from './trail/trail-screen.tsx';
import { TransfersScreen } from './transfers/transfers-screen.tsx';
import { TvaRulesScreen } from './tva-rules/tva-rules-screen.tsx';
import { UsersScreen } from './users/users-screen.tsx';
import { WebhooksScreen } from './webhooks/webhooks-screen.tsx';

export function App() {
  const [session] = useState(browserSession);
  return (
    <ManchengoProvider i18n={i18n}>
      <SessionContext value={session}>
        <Door />
      </SessionContext>
    </ManchengoProvider>
  );
}

function Door() {
  const state = useSessionState();
  if (state.kind === 'signedOut') return <SignInScreen because={state.because} />;
  // What one user has read is not shown to the next one.
  return <Console key={state.user.id} role={state.user.role} />;
}

/** Whose work is on the phone asks for nothing here. */
function LiveFor({ mayEnter, children }: { mayEnter: boolean; children: ReactNode }) {
  return mayEnter ? <Live>{children}</Live> : children;
}

function Console({ role }: { role: Role }) {
  const isOfHq = HQ_ROLES.includes(role);
  const mayEnter = isOfHq || role === 'clerk';
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  return (
    <QueryClientProvider client={queryClient}>
      <LiveFor mayEnter={mayEnter}>
        <Frame hasSections={mayEnter}>
          {mayEnter ? (
            <Switch>
              <Route path="/" component={TodayScreen} />
              <Route path="/arrivals" component={ArrivalsScreen} />
              <Route path="/tours" component={ToursScreen} />
              <Route path="/invoices/:id/print">{({ id }) => <InvoicePage id={id} />}</Route>
              <Route path="/invoices/summary" component={SummaryScreen} />
              <Route path="/company" component={CompanyScreen} />
              <Route path="/deliveries" component={DeliveriesScreen} />
              <Route path="/invoices" component={InvoicesScreen} />
              <Route path="/stamp-rules" component={StampRulesScreen} />
              <Route path="/tva-rules" component={TvaRulesScreen} />
              <Route path="/journal-accounts" component={JournalAccountsScreen} />
              <Route path="/accounting" component={AccountingScreen} />
              <Route path="/cheques" component={ChequesPage} />
              <Route path="/numbers" component={NumbersScreen} />
              <Route path="/clients/:id/statement">{({ id }) => <StatementPage id={id} />}</Route>
              <Route path="/credit-notes" component={CreditNotesScreen} />
              <Route path="/payments" component={PaymentsScreen} />
              <Route path="/stock" component={StockScreen} />
              <Route path="/lots/:id/recall">{({ id }) => <RecallPage id={id} />}</Route>
              <Route path="/lots" component={LotsScreen} />
              <Route path="/transfers" component={TransfersScreen} />
              <Route path="/clients" component={ClientsScreen} />
              <Route path="/products" component={ProductsScreen} />
              <Route path="/depots" component={DepotsScreen} />
              <Route path="/attention" component={AttentionScreen} />
              <Route path="/devices" component={DevicesScreen} />
              <Route path="/users" component={UsersScreen} />
              <Route path="/hubs" component={HubsScreen} />
              <Route path="/entries" component={EntriesScreen} />
              {isOfHq && <Route path="/trail" component={TrailScreen} />}
              {isOfHq && <Route path="/acts" component={ActsScreen} />}
              {role === 'admin' && <Route path="/service-accounts" component={ServiceAccountsScreen} />}
              {role === 'admin' && <Route path="/webhooks" component={WebhooksScreen} />}
              {role === 'admin' && <Route path="/import" component={ImportScreen} />}
              {role === 'admin' && <Route path="/queue-file" component={QueueFileScreen} />}
              <Route component={NotFound} />
            </Switch>
          ) : (
            <NoAccess />
          )}
        </Frame>
      </LiveFor>
    </QueryClientProvider>
  );
}
