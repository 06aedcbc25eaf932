import { expect } from 'vitest';
import type { Audience, ServerEvent } from '#shared/contract/server-events.ts';
import { cursorOf, parseCursor } from '#shared/contract/sync.ts';
import type { Change } from '#shared/domain/change.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { testIds } from '../test-device.ts';
import type { Check } from './checks.ts';
import type { StoreUnderTest } from './store-subject.ts';

/** Something that the server says to an audience, without an effect on any cache. */
export function word(audience?: Audience, hubDepots: number[] = []): Change {
  const id = testIds.uuid();
  return {
    id,
    entity_type: 'AUDIT',
    entity_id: 'a',
    action: 'EVENT_APPLIED',
    payload: { event_id: id },
    occurred_at: new Date().toISOString(),
    ...(audience ? { audience } : {}),
    hub_depots: hubDepots,
  };
}

/** Where a caller stands who has heard everything. */
export async function cursorNow({ store }: StoreUnderTest, caller: Caller): Promise<string> {
  const answer = await store.snapshot(caller, null);
  if (!answer.ok) throw new Error(answer.error.detail);
  return answer.value.next_since;
}

/** Everything from a cursor on, page by page, as a device asks for it. */
async function follow({ store }: StoreUnderTest, caller: Caller, since: string, limit: number): Promise<ServerEvent[]> {
  const heard: ServerEvent[] = [];
  for (let from = since, pages = 0; ; pages += 1) {
    const answer = await store.changes(caller, from, limit, caller.kind === 'hub' ? caller.hubId : caller.deviceId);
    if (!answer.ok) throw new Error(answer.error.detail);
    expect(answer.value.events.length).toBeLessThanOrEqual(limit);
    heard.push(...answer.value.events);
    from = answer.value.next_since;
    if (!answer.value.has_more) return heard;
    expect(answer.value.events.length, 'a page that is not the last holds something').toBeGreaterThan(0);
    expect(pages, 'paging ends').toBeLessThan(100);
  }
}

const idsOf = (events: { id: string }[]): string[] => events.map(({ id }) => id);

/** What every store says of what changed. */
export const changeChecks: Check<StoreUnderTest>[] = [
  {
    name: '[PULL-1] in pages of any size, each change comes once and in order, and the cursor ends where they end',
    async run(subject) {
      const { caller } = await subject.handset('driver1.alger');
      const since = await cursorNow(subject, caller);
      const said = Array.from({ length: 23 }, (_, n) => word(n % 2 ? { users: [caller.userId] } : undefined, [1]));
      await subject.say(said.slice(0, 11));
      await subject.say(said.slice(11));
      for (const limit of [1, 2, 7, 22, 23, 24, 500]) {
        const heard = await follow(subject, caller, since, limit);
        expect(idsOf(heard), `in pages of ${limit}`).toEqual(idsOf(said));
        const positions = heard.map(({ pos }) => pos);
        expect(positions).toEqual([...positions].sort((a, b) => a - b));
      }
      const end = await subject.store.changes(caller, await cursorNow(subject, caller), 10, caller.deviceId);
      expect(end).toMatchObject({ ok: true, value: { events: [], has_more: false } });
    },
  },
  {
    name: '[PULL-1] a cursor never stands beyond what was heard: what is said next is heard next',
    async run(subject) {
      const { caller } = await subject.handset('driver1.alger');
      let since = await cursorNow(subject, caller);
      for (let n = 0; n < 3; n += 1) {
        // One for another user first: what a caller does not hear moves its cursor all the same.
        const [foreign, own] = [word({ users: [caller.userId + 1_000] }, []), word()];
        await subject.say([foreign]);
        await subject.say([own]);
        const answer = await subject.store.changes(caller, since, 1, caller.deviceId);
        if (!answer.ok) throw new Error(answer.error.detail);
        expect(idsOf(answer.value.events)).toEqual([own.id]);
        expect(parseCursor(answer.value.next_since)?.pos).toBe(answer.value.events[0]?.pos);
        since = answer.value.next_since;
      }
    },
  },
  {
    name: '[PULL-9] what is for a depot’s crew reaches its clerks, and no driver who is not named',
    async run(subject) {
      const clerk = (await subject.handset('clerk.alger')).caller;
      const driver = (await subject.handset('driver1.alger')).caller;
      const other = (await subject.handset('driver2.alger')).caller;
      const depots = [clerk.depotId ?? 0];
      const since = await cursorNow(subject, clerk);
      const forCrew = { ...word({}, depots), crew_depots: depots };
      const forDriverToo = { ...word({ users: [driver.userId] }, depots), crew_depots: depots };
      await subject.say([forCrew, forDriverToo]);
      expect(idsOf(await follow(subject, clerk, since, 10))).toEqual(idsOf([forCrew, forDriverToo]));
      expect(idsOf(await follow(subject, driver, since, 10))).toEqual(idsOf([forDriverToo]));
      expect(await follow(subject, other, since, 10)).toEqual([]);
    },
  },
  {
    name: '[PULL-2] each hears what is for it: everybody’s, its depot’s, its user’s, its device’s',
    async run(subject) {
      const me = await subject.handset('driver1.alger');
      const colleague = await subject.handset('driver2.alger');
      const depot = me.caller.depotId ?? 0;
      const since = await cursorNow(subject, me.caller);
      const forAll = word();
      const forDepot = word({ depots: [depot] });
      const forMe = word({ users: [me.caller.userId] }, [depot]);
      const forMyDevice = word({ devices: [me.device.id] }, [depot]);
      const forColleague = word({ users: [colleague.caller.userId] }, [depot]);
      const forBoth = word({ users: [me.caller.userId, colleague.caller.userId], devices: [me.device.id] }, [depot]);
      const elsewhere = word({ depots: [depot + 1] });
      await subject.say([forAll, forDepot, forMe, forMyDevice, forColleague, forBoth, elsewhere]);
      const mine = await follow(subject, me.caller, since, 2);
      expect(idsOf(mine)).toEqual(idsOf([forAll, forDepot, forMe, forMyDevice, forBoth]));
      expect(
        mine.some((event) => 'audience' in event),
        'audiences are for hubs',
      ).toBe(false);
      const theirs = await follow(subject, colleague.caller, since, 100);
      expect(idsOf(theirs)).toEqual(idsOf([forAll, forDepot, forColleague, forBoth]));
    },
  },
  {
    name: '[PULL-2] a delivery’s code is never told to a phone, not even to its driver',
    async run(subject) {
      const delivery = await subject.delivery();
      const { caller } = await subject.handset('driver1.alger');
      const since = await cursorNow(subject, caller);
      const change: Change = {
        ...word({ users: [caller.userId] }, [caller.depotId ?? 0]),
        entity_type: 'DELIVERY',
        entity_id: delivery.id,
        action: 'DELIVERY_UPDATED',
        payload: { ...delivery },
      };
      await subject.say([change]);
      const [heard] = await follow(subject, caller, since, 10);
      expect(heard).toMatchObject({ id: change.id, payload: { id: delivery.id, reference: delivery.reference } });
      expect(JSON.stringify(heard)).not.toContain('MCG1.');
    },
  },
  {
    name: '[PULL-2] a hub hears its depot’s whole scope with audiences and codes, and no other depot’s',
    async run(subject) {
      if (subject.kind === 'hub') return;
      const { hub } = subject;
      const delivery = await subject.delivery();
      const since = await cursorNow(subject, hub);
      const own = { ...word({ users: [delivery.driver_user_id] }, [hub.depotId]), payload: { ...delivery } };
      const elsewhere = word({ users: [1] }, [hub.depotId + 1]);
      await subject.say([own, elsewhere]);
      const heard = await follow(subject, hub, since, 10);
      expect(heard).toMatchObject([
        { id: own.id, audience: own.audience, payload: { qr_payload: delivery.qr_payload } },
      ]);
    },
  },
  {
    name: '[PULL-3] another epoch is expired, nonsense is refused, and what is ahead is never an older word',
    async run(subject) {
      const { caller } = await subject.handset('driver1.alger');
      const ask = (since: string) => subject.store.changes(caller, since, 10, caller.deviceId);
      const now = parseCursor(await cursorNow(subject, caller));
      expect(await ask(cursorOf('another', now?.pos ?? 0))).toMatchObject({
        ok: false,
        error: { code: 'CURSOR_EXPIRED' },
      });
      for (const nonsense of [
        '',
        'nonsense',
        '1',
        `${now?.epoch}.-1`,
        `${now?.epoch}.1e3`,
        '2026-13-45T99:00:00.000Z',
      ]) {
        expect(await ask(nonsense), nonsense).toMatchObject({ ok: false, error: { code: 'INVALID_REQUEST' } });
      }
      const beyond = cursorOf(now?.epoch ?? '', (now?.pos ?? 0) + 1_000_000);
      expect(await ask(beyond)).toMatchObject({ ok: true, value: { events: [], next_since: beyond } });
    },
  },
  {
    name: '[PULL-3] a visitor from another depot loses nothing at a hub, and hears its own at the server',
    async run(subject) {
      const visitor = await subject.handset('driver1.oran');
      const { caller } = await subject.handset('driver1.alger');
      const since = await cursorNow(subject, caller);
      const own = word({ users: [visitor.caller.userId] }, [visitor.caller.depotId ?? 0]);
      const foreign = word({ depots: [caller.depotId ?? 0] });
      await subject.say([own, foreign, word()]);
      const answer = await subject.store.changes(visitor.caller, since, 10, visitor.device.id);
      if (!answer.ok) throw new Error(answer.error.detail);
      const heard = idsOf(answer.value.events);
      expect(heard).not.toContain(foreign.id);
      if (subject.kind === 'hub') expect(answer.value).toMatchObject({ events: [], next_since: since });
      else expect(heard).toContain(own.id);
    },
  },
  {
    name: '[CUST-2] a checkpoint that is served is about the device that asks',
    async run(subject) {
      const { caller } = await subject.handset('driver1.alger');
      const answer = await subject.store.changes(caller, await cursorNow(subject, caller), 1, caller.deviceId);
      const checkpoint = answer.ok ? answer.value.checkpoint : null;
      if (subject.kind === 'hub') expect(checkpoint).toBeNull();
      else {
        const claims = JSON.parse(Buffer.from(checkpoint?.split('.')[1] ?? '', 'base64url').toString());
        expect(claims).toMatchObject({ device_id: caller.deviceId, up_to: 0, checksum: null });
      }
    },
  },
];
