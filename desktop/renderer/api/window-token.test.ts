import { describe, expect, it } from 'vitest';
import { takeWindowToken } from './window-token.ts';

function windowAt(href: string) {
  const kept = new Map<string, string>();
  const visited: string[] = [];
  return {
    visited,
    location: { href },
    history: { replaceState: (_data: unknown, _unused: string, url: string) => void visited.push(url) },
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  };
}

describe('the window’s token', () => {
  it('leaves the address and stays for the session', () => {
    const window = windowAt('http://127.0.0.1:4000/deliveries/1/print?token=secret&paper=A4');
    expect(takeWindowToken(window)).toBe('secret');
    expect(window.visited).toEqual(['/deliveries/1/print?paper=A4']);
    window.location.href = 'http://127.0.0.1:4000/deliveries';
    expect(takeWindowToken(window)).toBe('secret');
  });

  it('is absent where the page was opened without one', () => {
    expect(takeWindowToken(windowAt('http://127.0.0.1:4000/'))).toBeNull();
  });
});
