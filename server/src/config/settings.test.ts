import { expect, test } from 'vitest';
import { ownOrigins, serverHosts } from './server-hosts.ts';
import { readSettings } from './settings.ts';

test('[NODE-1] without any setting a server listens on loopback, on 8440, with its own database', () => {
  expect(readSettings({ DATABASE_URL: '', MANCHENGO_PORT: ' ' })).toMatchObject({
    ok: true,
    value: {
      host: '127.0.0.1',
      port: 8440,
      databaseUrl: null,
      appOrigins: ['https://manchengo.local:8443'],
      demo: false,
    },
  });
});

test.each([
  ['MANCHENGO_PORT', '80x'],
  ['MANCHENGO_PORT', '65536'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['MANCHENGO_APP_ORIGINS', 'https://ok.example, ftp://x'],
  ['MANCHENGO_APP_ORIGINS', 'https://manchengo.local:8443/'],
  ['MANCHENGO_DEMO', 'yes'],
  ['MANCHENGO_DATABASE_PLAIN', 'yes'],
  ['MANCHENGO_PICTURE_MONTHS', '0'],
  ['MANCHENGO_PICTURE_MONTHS', '121'],
  ['MANCHENGO_DATABASE_WAIT', '10000'],
  ['DATABASE_URL', 'postgres://u:p@db.example.com/x'],
  ['MANCHENGO_LOG_LEVEL', 'loud'],
  ['MANCHENGO_PUBLIC_ORIGINS', 'http://hq.example.com'],
  ['MANCHENGO_PUBLIC_ORIGINS', 'https://hq.example.com/'],
  ['MANCHENGO_METRICS_TOKEN', 'x'.repeat(31)],
  ['MANCHENGO_WEBHOOK_PRIVATE', 'yes'],
  ['MANCHENGO_LOG_DAYS', 'a week'],
  ['MANCHENGO_METRICS_TOKEN', 'a token with spaces in it, of some length'],
  ['MANCHENGO_TLS', 'perhaps'],
  ['MANCHENGO_TLS_CERT', 'cert.pem'],
  ['MANCHENGO_APP_HOST', 'manchengo.local:8443'],
  ['MANCHENGO_APP_HOST', '192.168.1.10'],
])('[NODE-2] a setting that means nothing is refused in one sentence that names it: %s=%s', (name, value) => {
  const read = readSettings({ [name]: value });
  expect(read.ok).toBe(false);
  if (!read.ok) expect(read.error).toMatch(new RegExp(`^${name} [^\\n]*\\.$`));
});

test('[NODE-50] a database on another machine is reached by verified TLS, unless a setting allows a plain connection', () => {
  const isTaken = (address: string, plain = '0') =>
    readSettings({ DATABASE_URL: `postgres://u:p@${address}`, MANCHENGO_DATABASE_PLAIN: plain }).ok;
  for (const here of ['127.0.0.1:5432/x', 'localhost/x', '[::1]/x', '/x?host=/run/postgresql', '/x']) {
    expect(isTaken(here), here).toBe(true);
  }
  const far = ['db/x', '10.0.0.7:5432/x', '127.0.0.1/x?host=db', 'db/x?sslmode=require', 'db/x?sslmode=verify-ca'];
  const tricks = ['db/x?sslmode=verify-full&ssl=0', 'db/x?sslmode=verify-full&sslmode=disable'];
  for (const unsafe of [...far, ...tricks]) {
    expect(isTaken(unsafe), unsafe).toBe(false);
    expect(isTaken(unsafe, '1'), unsafe).toBe(true);
  }
  expect(isTaken('db/x?sslmode=verify-full&sslrootcert=/etc/ca.pem')).toBe(true);
});

test('[FIND-9] the phone app may call from its own origin, and from those that are listed beside it', () => {
  const read = readSettings({ MANCHENGO_APP_ORIGINS: 'https://app.example.com, http://127.0.0.1:8443' });
  const further = ['https://app.example.com', 'http://127.0.0.1:8443'];
  expect(read).toMatchObject({ value: { appOrigins: ['https://manchengo.local:8443', ...further] } });
  const named = readSettings({ MANCHENGO_APP_HOST: 'hub.acme.dz' });
  expect(named).toMatchObject({ value: { appOrigins: ['https://hub.acme.dz:8443'] } });
});

test('[TLS-8] a node speaks TLS unless it listens on loopback alone', () => {
  const tls = (env: Record<string, string>) => {
    const read = readSettings(env);
    return read.ok ? read.value.tls : read.error;
  };
  expect(tls({})).toBe(false);
  expect(tls({ MANCHENGO_HOST: '::1' })).toBe(false);
  expect(tls({ MANCHENGO_TLS: 'on' })).toBe(true);
  expect(tls({ MANCHENGO_HOST: '0.0.0.0' })).toBe(true);
  expect(tls({ MANCHENGO_HOST: '192.168.1.2' })).toBe(true);
  expect(tls({ MANCHENGO_HOST: '0.0.0.0', MANCHENGO_TLS: 'off' })).toMatch(/^MANCHENGO_TLS [^\n]*\.$/);
});

test('[FIND-1] the server’s public origins are a list; without the setting they are where it listens', () => {
  const read = readSettings({ MANCHENGO_PUBLIC_ORIGINS: 'https://hq.example.com, https://hq.example.net:8440' });
  expect(read).toMatchObject({ value: { publicOrigins: ['https://hq.example.com', 'https://hq.example.net:8440'] } });
  expect(readSettings({})).toMatchObject({ value: { publicOrigins: null } });
});

test('[TLS-9] the server’s certificate is for the hosts of its public origins, and for where it listens', () => {
  const publicOrigins = ['https://hq.company.example', 'https://hq.company.example:8440', 'https://192.168.1.2'];
  expect(serverHosts({ host: '192.168.1.2', publicOrigins })).toEqual(['hq.company.example', '192.168.1.2']);
  expect(serverHosts({ host: '::1', publicOrigins: ['https://[::1]:8440'] })).toEqual(['::1']);
  expect(serverHosts({ host: '0.0.0.0', publicOrigins: null })[0]).toMatch(/^[a-z0-9-]+\.local$/);
});

test('[HUB-4] a server’s own origins are the configured ones, and each of its hosts where it listens', () => {
  expect(ownOrigins([], [], ['192.168.1.2'])).toEqual([]);
  expect(ownOrigins(['https://hq.example'], ['https://0.0.0.0:8440'], ['hq.local', '::1'])).toEqual([
    'https://hq.example',
    'https://0.0.0.0:8440',
    'https://hq.local:8440',
    'https://[::1]:8440',
  ]);
});
