import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { reader } from '#shared/contract/reader.ts';
import type { TransportAnswer } from '#shared/ports/transport.ts';
import { CallFailed, callJson, failureIn, valueOrThrow } from './json-call.ts';

const REQUEST = { method: 'GET', url: 'http://hq.test/api', headers: {}, timeoutMs: 1_000 } as const;
const readItems = reader(Type.Object({ items: Type.Array(Type.String()) }));
const answering = (answer: TransportAnswer) => callJson({ request: async () => answer }, REQUEST, readItems);
const answer = (status: number, body: unknown): TransportAnswer => ({
  kind: 'answer',
  status,
  retryAfterSeconds: null,
  body,
});

describe('a JSON call', () => {
  it('brings the body of a good answer', async () => {
    expect(await answering(answer(200, { items: [] }))).toEqual({ ok: true, value: { items: [] } });
  });

  it('[WIRE-2] that brings something else than the contract says is a failure that says where', async () => {
    expect(await answering(answer(200, { items: ['a', 1] }))).toEqual({
      ok: false,
      error: { code: 'MISFIT', detail: 'the answer is wrong at /items/1' },
    });
    expect(await answering(answer(200, null))).toMatchObject({ ok: false, error: { code: 'MISFIT' } });
  });

  it('names a problem by its code, and a silent node by its silence', async () => {
    expect(await answering(answer(403, { code: 'FORBIDDEN', detail: 'Admins only.' }))).toEqual({
      ok: false,
      error: { code: 'FORBIDDEN', detail: 'Admins only.' },
    });
    expect(await answering({ kind: 'unreachable', reason: 'ECONNREFUSED' })).toEqual({
      ok: false,
      error: { code: 'OFFLINE' },
    });
  });

  it('does not take a proxy’s page for a problem', async () => {
    expect(await answering(answer(502, null))).toEqual({ ok: false, error: { code: 'UNAVAILABLE' } });
    expect(await answering(answer(418, ['teapot']))).toEqual({ ok: false, error: { code: 'HTTP_418' } });
  });

  it('throws failures for the query client only, and gives them back to the screen', () => {
    expect(valueOrThrow({ ok: true, value: 1 })).toBe(1);
    const failure = { code: 'NOT_FOUND' };
    expect(() => valueOrThrow({ ok: false, error: failure })).toThrow(CallFailed);
    expect(failureIn(new CallFailed(failure))).toBe(failure);
    expect(failureIn(new TypeError('bug'))).toEqual({ code: 'UNKNOWN' });
  });
});
