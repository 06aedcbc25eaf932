import { expect, test } from 'vitest';
import { otherDoorPage } from './wrong-origin-page.ts';

test.each(['192.168.1.10:8443', '[fd00::7]:8443', 'manchengo-1a2b3c4d.local:8443', 'evil.example.com', ''])(
  '[FIND-10] a page opened as %s leads to the app’s name, and holds no script',
  (host) => {
    const page = otherDoorPage(host, 'manchengo.local', 8443);
    expect(page).toContain('href="https://manchengo.local:8443/"');
    expect(page).not.toMatch(/<script|<form|<input/);
    for (const lang of ['fr', 'ar', 'en']) expect(page).toContain(`lang="${lang}"`);
  },
);

test.each(['manchengo.local:8443', 'manchengo.local', 'localhost:8443', '127.0.0.1:8443', '[::1]:8443'])(
  '[FIND-10] as %s it is the app',
  (host) => {
    expect(otherDoorPage(host, 'manchengo.local', 8443)).toBeNull();
  },
);
