import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '#shared/ports/clock.ts';
import type { DatabaseState } from './read-state.ts';

type Tell = (state: DatabaseState) => void;

/** Makes a gauge, of which nothing stays that was not told this time. */
type Make = (name: string, help: string, labelNames?: string[]) => Gauge;
type Since = (time: string | null) => number;

/** The gauges of what only the database knows. */
export function stateGauges(registers: Registry[], clock: Clock): Tell {
  const made: Gauge[] = [];
  const make: Make = (name, help, labelNames = []) => {
    const gauge = new Gauge({ name: `manchengo_${name}`, help, labelNames, registers });
    made.push(gauge);
    return gauge;
  };
  const since: Since = (time) => (time === null ? 0 : Math.max(0, (clock.now() - Date.parse(time)) / 1000));
  const tells = [events, atHubs, atDevices, webhooks, checks].map((gauges) => gauges(make, since));
  return (state) => {
    // A series that is not there any more must not stay at its last value.
    for (const gauge of made) gauge.reset();
    for (const tell of tells) tell(state);
  };
}

function events(make: Make, since: Since): Tell {
  const waiting = make('waiting_events', 'Events that wait for what they name.');
  const waitingAge = make('waiting_oldest_seconds', 'Age of the oldest event that waits; 0 where none does.');
  const late = make(
    'decided_late_events',
    'Events that a sweep found and decided, ever: each should have been earlier.',
  );
  const quarantined = make('quarantined_events', 'Events that wait for an admin.');
  const alerts = make('unseen_alerts', 'Alerts that nobody at HQ has looked at, by kind.', ['kind']);
  return (state) => {
    waiting.set(state.waiting.events);
    waitingAge.set(since(state.waiting.oldest_at));
    late.set(state.once.decided_late);
    quarantined.set(state.quarantined);
    for (const { kind, unseen } of state.alerts) alerts.set({ kind }, unseen);
  };
}

function atHubs(make: Make, since: Since): Tell {
  const labels = ['hub', 'depot'];
  const backlog = make('hub_backlog_events', 'Events that a hub has and HQ has not, as the hub last said.', labels);
  const silence = make('hub_silent_seconds', 'Time since a hub was last heard; absent for one that never was.', labels);
  const lag = make('depot_lag_seconds', 'Age of the oldest event that a PC of the depot has and HQ has not.', [
    'depot',
  ]);
  return (state) => {
    for (const { hub, depot, backlog: held, last_seen_at } of state.hubs) {
      backlog.set({ hub, depot }, held);
      if (last_seen_at !== null) silence.set({ hub, depot }, since(last_seen_at));
    }
    for (const { depot, oldest_at } of state.lags) lag.set({ depot }, since(oldest_at));
  };
}

function atDevices(make: Make): Tell {
  const labels = ['device', 'depot'];
  const unsent = make('device_unsent_events', 'Events that a device said it made and that are not here.', labels);
  return (state) => {
    for (const { device, depot, events: made } of state.unsent) unsent.set({ device, depot }, made);
  };
}

function webhooks(make: Make, since: Since): Tell {
  const labels = ['webhook', 'name'];
  const behind = make('webhook_behind_changes', 'Places of the log that a webhook has not been told of yet.', labels);
  const failures = make('webhook_failures', 'Attempts that failed since the last that did not.', labels);
  const failing = make(
    'webhook_failing_seconds',
    'For how long attempts have been failing; 0 where they do not.',
    labels,
  );
  return (state) => {
    for (const { webhook, name, ...found } of state.webhooks) {
      behind.set({ webhook, name }, found.behind);
      failures.set({ webhook, name }, found.failures);
      failing.set({ webhook, name }, since(found.failing_since));
    }
  };
}

/** Absent before the first night. */
function checks(make: Make, since: Since): Tell {
  const rows = make('sums_wrong_rows', 'Rows that the last nightly look at the sums found wrong.', ['check']);
  const age = make('sums_checked_seconds', 'Time since the sums were last looked at.', ['check']);
  return ({ once: { sums } }) => {
    if (sums === null) return;
    rows.set({ check: 'nightly' }, sums.differences);
    age.set({ check: 'nightly' }, since(sums.at));
  };
}
