import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, file), 'utf8');
const STYLES = [read('../../shared/ui/theme.css'), read('app.css')];
const SCHEMES = {
  light: { ground: '#fbf9f4', ink: '#1f2328', selectors: [':root', 'html:root[data-mantine-color-scheme="light"]'] },
  dark: {
    ground: '#14161a',
    ink: '#1f2328',
    selectors: [':root[data-mantine-color-scheme="dark"]', 'html:root[data-mantine-color-scheme="dark"]'],
  },
};

/** The colours of a scheme by their names; a later sheet's stand. */
function coloursOf(selectors: string[]): Record<string, string> {
  const rules = STYLES.flatMap((sheet) => [...sheet.matchAll(/^([^\n{}]+) \{([^}]*)\}/gm)]);
  const wanted = rules.filter(([, selector = '']) => selectors.includes(selector));
  return Object.fromEntries(
    wanted.flatMap(([, , body = '']) => [...body.matchAll(/--([\w-]+): (#[\da-f]{6})/g)].map(([, ...pair]) => pair)),
  );
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one = '', other = ''): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test.for(Object.entries(SCHEMES))('[SCREEN-7] what is read outdoors has seven to one: %s', ([, scheme]) => {
  const colours = coloursOf(scheme.selectors);
  const states = ['hq', 'depot', 'device', 'person'].map((state) => `state-${state}`);
  const pairs = [
    ...['ink-soft', 'mantine-color-dimmed', ...states].flatMap((name) => [
      [name, colours[name], scheme.ground],
      [name, colours[name], colours.surface],
    ]),
    ...states.map((name) => [`${name} on its own`, colours[name], colours[`${name}-ground`]]),
    ['the amber', scheme.ink, colours['mantine-color-rind-filled'] ?? colours.rind],
  ];
  expect(pairs.length).toBe(17);
  expect(pairs.filter(([, text, ground]) => contrast(text, ground) < 7)).toEqual([]);
});
