import { createContext, Script } from 'node:vm';
import { expect, test } from 'vitest';
import { classicScript, importingGlobal } from './classic-start.ts';

const run = (...scripts: string[]): Record<string, unknown> => {
  const context = createContext({ URL, document: { currentScript: { src: 'https://hub/assets/index-y.js' } } });
  for (const script of scripts) new Script(script).runInContext(context);
  return context as Record<string, unknown>;
};

test('[OPEN-9] a module becomes a classic script that leaves what it exports, and what it imports is in it', () => {
  const runtime = 'var twice=(n)=>n*2;export{twice as t};';
  const start = 'import{t as double}from"./runtime-x.js";let a=1;const b=()=>double(a);a=4;export{b as $,a as n};';
  const script = classicScript(start, (file) => (file === 'runtime-x.js' ? runtime : ''));
  const { manchengo } = run(script) as { manchengo: { $: () => number; n: number } };
  expect(manchengo.$()).toBe(8);
  expect(manchengo.n).toBe(4);
});

test('[OPEN-9] a later file takes from the start program what it imported, and imports the rest as before', () => {
  const later = 'import{r as e}from"./runtime-x.js";import{$ as t,n}from"./index-y.js";export{t as S};';
  expect(importingGlobal(later, 'index-y.js')).toBe(
    'import{r as e}from"./runtime-x.js";const{$:t,n:n}=globalThis.manchengo;export{t as S};',
  );
});

test('[OPEN-9] a module that asks for its own address has the script’s, whatever page it stands in', () => {
  const { manchengo } = run(classicScript('const at=new URL("./w.js",import.meta.url);export{at as a};', () => ''));
  expect(String((manchengo as { a: URL }).a ?? '')).toBe('https://hub/assets/w.js');
});
