import { expect, test } from 'vitest';
import { redactLine, redactMembers } from './redact.ts';

test('[HARD-7] secret members are not written at any depth; what says what happened is', () => {
  const said = redactMembers({
    code: 'TOKEN_EXPIRED',
    body: { password: 'geheim', nested: [{ refresh_token: 'geheim', name: 'Karim' }] },
    enrolment: { code: 'abcd-geheim' },
    key: { kty: 'EC', d: 'geheim', x: 'public' },
    headers: { authorization: 'Bearer geheim' },
  });
  expect(JSON.stringify(said)).not.toContain('geheim');
  expect(said).toMatchObject({ code: 'TOKEN_EXPIRED', body: { nested: [{ name: 'Karim' }] }, key: { x: 'public' } });
});

test.each([
  'invalid token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.geheim-geheim',
  'GET /x?token=geheim',
  'GET /x?a=b&code=geheim HTTP',
  'Authorization: bearer geheim',
  'cannot connect to postgres://manchengo:geheim@127.0.0.1/x',
  'scanned MCG1.0f.geheim.geheim',
  '-----BEGIN PRIVATE KEY-----\\ngeheim\\n-----END PRIVATE KEY-----',
])('[HARD-7] a secret in a text is not written: %s', (line) => {
  expect(redactLine(line)).not.toContain('geheim');
  expect(redactLine(line)).toContain('[redacted]');
});
