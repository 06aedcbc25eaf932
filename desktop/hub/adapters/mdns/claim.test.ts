import { expect, test } from 'vitest';
import { claimMove, probeMove } from './claim.ts';

const says = (address: string, isGoodbye = false) => [{ address, isGoodbye }];
const at = (address: string, ...further: string[]) => ({ address, machine: [address, ...further] });

test('[FIND-7] of two holders exactly one keeps the name, by number and not by spelling', () => {
  for (const [lesser, greater] of [
    ['10.0.0.1', '10.0.0.2'],
    ['10.0.0.9', '10.0.0.10'],
    ['10.200.0.1', '192.168.1.1'],
  ] as const) {
    expect(claimMove('held', at(lesser), says(greater))).toBe('give way');
    expect(claimMove('held', at(greater), says(lesser))).toBe('insist');
  }
});

test('[FIND-7] who probes gives way to whoever answers, even to a lesser address', () => {
  expect(claimMove('probing', at('10.0.0.2'), says('10.0.0.1'))).toBe('give way');
});

test('[FIND-7] a holder gives way to the greatest of several', () => {
  const both = [...says('10.0.0.1'), ...says('10.0.0.3')];
  expect(claimMove('held', at('10.0.0.2'), both)).toBe('give way');
  expect(claimMove('held', at('10.0.0.4'), both)).toBe('insist');
});

test('[FIND-7] a goodbye is a reason to probe for who holds nothing; a live answer beside it is none', () => {
  expect(claimMove('none', at('10.0.0.2'), says('10.0.0.1', true))).toBe('probe');
  expect(claimMove('none', at('10.0.0.2'), [...says('10.0.0.1', true), ...says('10.0.0.3')])).toBe('none');
  expect(claimMove('held', at('10.0.0.2'), says('10.0.0.1', true))).toBe('none');
});

test('[FIND-7] its own word, heard again, moves nobody', () => {
  for (const claim of ['none', 'probing', 'held'] as const) {
    expect(claimMove(claim, at('10.0.0.2'), says('10.0.0.2'))).toBe('none');
    expect(claimMove(claim, at('10.0.0.2'), [])).toBe('none');
  }
});

test('[FIND-17] two networks of one machine are no rivals for a name', () => {
  for (const claim of ['probing', 'held'] as const) {
    expect(claimMove(claim, at('10.0.0.2', '192.168.1.2'), says('192.168.1.2'))).toBe('none');
  }
  expect(claimMove('held', at('10.0.0.2', '192.168.1.2'), says('10.0.0.3'))).toBe('give way');
});

test('[FIND-16] of two that probe at one moment the lesser address waits; a holder merely answers', () => {
  expect(probeMove('probing', at('10.0.0.1'), says('10.0.0.2'))).toBe('give way');
  expect(probeMove('probing', at('10.0.0.2'), says('10.0.0.1'))).toBe('none');
  expect(probeMove('held', at('10.0.0.1'), says('10.0.0.2'))).toBe('none');
  expect(probeMove('none', at('10.0.0.1'), says('10.0.0.2'))).toBe('none');
});
