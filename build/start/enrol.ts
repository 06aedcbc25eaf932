import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Result } from '#shared/contract/errors.ts';

/** The demo's administrator, as the contract names it. */
const ADMIN = { username: 'admin', password: 'manchengo-demo' };

/**
 * A code with which a new hub enrols in the depot: signs in at the server's API as the demo's administrator, as a
 * person at HQ would do. The launcher is a device like any other, and the same one at each start.
 */
export async function hubCode(serverUrl: string, depot: string, deviceFile: string): Promise<Result<string, string>> {
  const device = await launcherDevice(deviceFile);
  const login = await call<{ access_token: string }>(`${serverUrl}/api/auth/login`, null, { ...ADMIN, device });
  if (!login.ok) return login;
  const token = login.value.access_token;
  const depots = await call<{ items: { id: number; code: string }[] }>(`${serverUrl}/api/admin/depots`, token);
  if (!depots.ok) return depots;
  const found = depots.value.items.find(({ code }) => code === depot);
  if (found === undefined) return { ok: false, error: `Le serveur ne connaît pas le dépôt ${depot}.` };
  const code = await call<{ code: string }>(`${serverUrl}/api/admin/hub-codes`, token, { depot_id: found.id });
  return code.ok ? { ok: true, value: code.value.code } : code;
}

async function launcherDevice(file: string): Promise<object> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  // Only the public half is kept: the launcher signs in and never signs an event.
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const device = {
    id: crypto.randomUUID(),
    name: 'npm start',
    platform: process.platform,
    app_version: '0.1.0',
    public_key: { kty, crv, x, y },
  };
  writeFileSync(file, JSON.stringify(device));
  return device;
}

async function call<T>(url: string, token: string | null, body?: object): Promise<Result<T, string>> {
  const request = {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const refused = (reason: string) =>
    ({ ok: false, error: `Le serveur n’a pas inscrit le hub : ${new URL(url).pathname} a répondu ${reason}` }) as const;
  const answer = await fetch(url, request).catch((error: Error) => error);
  if (answer instanceof Error) return refused(answer.message);
  if (answer.ok) return { ok: true, value: (await answer.json()) as T };
  return refused(`${answer.status} ${await answer.text()}`);
}
