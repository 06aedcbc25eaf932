import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A row of the table: attack · what stops it · rules · what remains. */
interface Threat {
  attacker: string;
  attack: string;
  rules: string[];
  remains: string;
}

/** Those whom the model must not forget. */
const ATTACKERS = [
  'A stolen phone',
  'A dishonest driver',
  'A guest on the yard’s WiFi',
  'A hub’s PC taken home, or run by a liar',
  'A leaked backup',
  'A curious clerk',
  'Whoever sends what is wrong',
];

const threats = readThreats(readFileSync('shared/THREATS.md', 'utf8'));
const defined = new Set(
  [...readFileSync('shared/SPEC.md', 'utf8').matchAll(/^- \*\*\[([A-Z]+-\d+)\]\*\*/gm)].map(([, number]) => number),
);

test('the threat model has a table for every attacker', () => {
  expect([...new Set(threats.map(({ attacker }) => attacker))].sort()).toEqual([...ATTACKERS].sort());
});

// That each rule is carried by a test is `spec.test.ts`'s to check.
test('every attack names the rules that stop it, and each of them exists', () => {
  const unknown = threats.flatMap(({ attack, rules }) =>
    rules.filter((rule) => !defined.has(rule)).map((rule) => `${rule} of “${attack}”`),
  );
  expect(unknown, 'numbers that SPEC.md does not define').toEqual([]);
  expect(threats.filter(({ rules }) => rules.length === 0).map(({ attack }) => attack)).toEqual([]);
});

test('every attack says what remains', () => {
  expect(threats.filter(({ remains }) => remains === '').map(({ attack }) => attack)).toEqual([]);
});

function readThreats(text: string): Threat[] {
  return text
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [attacker = '', ...lines] = section.split('\n');
      return lines.filter(isRow).map((line) => {
        const [, attack = '', , rules = '', remains = ''] = line.split('|').map((cell) => cell.trim());
        return { attacker, attack, rules: [...rules.matchAll(/[A-Z]+-\d+/g)].map(([rule]) => rule), remains };
      });
    });
}

function isRow(line: string): boolean {
  return line.startsWith('| ') && !line.startsWith('| attack ') && !line.startsWith('| ---');
}
