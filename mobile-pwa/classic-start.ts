/**
 * Chromium compiles a classic script in full when the service worker stores it, and reads the result at every start; a
 * module's it compiles anew each time (seen in 156: it even writes down what it compiled, and never reads it). So the program
 * that the page starts with becomes a classic script. The files that are loaded later stay modules, and take from a global
 * what they import from it.
 */
const GLOBAL = 'globalThis.manchengo';
/** Into the names of the files: a build by other rules makes others of the same sources. */
const VERSION = 'classic-start 1';

const IMPORT = /\bimport\s*\{([^}]*)\}\s*from\s*["']\.\/([^"']+)["'];?/g;
const EXPORT = /\bexport\s*\{([^}]*)\};?\s*$/;

/** `a as b, c` as pairs of [a, b]. */
const namesOf = (list: string): [string, string][] =>
  list
    .split(',')
    .map((name) => name.trim().split(/\s+as\s+/))
    .filter(([name]) => name !== '')
    .map(([from = '', to = from]) => [from, to]);

const taken = (list: string, from: string): string =>
  `const{${namesOf(list)
    .map(([name, as]) => `${name}:${as}`)
    .join()}}=${from};`;

const given = (list: string): string =>
  `{${namesOf(list)
    .map(([name, as]) => `get ${as}(){return ${name}}`)
    .join()}}`;

/** A module as an expression that runs it and gives what it exports; `sourceOf` gives the modules that it imports. */
function asExpression(code: string, sourceOf: (file: string) => string): string {
  const exported = EXPORT.exec(code);
  const body = exported === null ? code : code.slice(0, exported.index);
  const inlined = body.replace(IMPORT, (_all, names: string, file: string) =>
    taken(names, asExpression(sourceOf(file), sourceOf)),
  );
  return `(()=>{"use strict";${inlined}\nreturn ${given(exported?.[1] ?? '')}})()`;
}

/** What a module knows of itself, a script knows while it runs for the first time. */
const META = 'import_meta';

/** The start program as a classic script. */
export function classicScript(code: string, sourceOf: (file: string) => string): string {
  const program = asExpression(code, sourceOf).replaceAll('import.meta', META);
  const script = `${GLOBAL}=(${META}=>${program})({url:document.currentScript.src});\n`;
  if (IMPORT.test(script)) throw new Error('The start program still imports something.');
  return script;
}

/** A module that imports from the start program takes it from where that left it. */
export const importingGlobal = (code: string, start: string): string =>
  code.replace(IMPORT, (all, names: string, file: string) => (file === start ? taken(names, GLOBAL) : all));

interface Chunk {
  type: string;
  fileName: string;
  code?: string;
  isEntry?: boolean;
}

export const classicStart = () => ({
  name: 'classic-start',
  apply: 'build' as const,
  augmentChunkHash: () => VERSION,
  transformIndexHtml: {
    order: 'post' as const,
    handler: (html: string) =>
      html
        .replace(/<script type="module" crossorigin (src="\/assets\/index-)/, '<script defer $1')
        .replace(/\s*<link rel="modulepreload"[^>]*>/g, ''),
  },
  generateBundle: {
    order: 'post' as const,
    handler(_options: unknown, bundle: Record<string, Chunk>) {
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const start = chunks.find(({ isEntry }) => isEntry);
      if (start === undefined) throw new Error('The build has no start program.');
      const short = (fileName: string) => fileName.replace('assets/', '');
      const sources = new Map(chunks.map(({ fileName, code = '' }) => [short(fileName), code]));
      for (const chunk of chunks) {
        if (chunk === start) chunk.code = classicScript(chunk.code ?? '', (file) => sources.get(file) ?? '');
        else chunk.code = importingGlobal(chunk.code ?? '', short(start.fileName));
      }
    },
  },
});
