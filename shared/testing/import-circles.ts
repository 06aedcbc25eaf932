import { repositoryPath, specifiers } from './import-zones.ts';

/**
 * The circles in which files import each other, each as its files in order. Imports of types count too: who has to read
 * one file of a circle has to read them all. `sources`: each file's text, by its path from the root.
 */
export function importCircles(sources: ReadonlyMap<string, string>): string[][] {
  const imports = new Map([...sources].map(([file, source]) => [file, importedFiles(file, source, sources)]));
  const circles: string[][] = [];
  const done = new Set<string>();
  // Depth first: a file that is met again on the way to itself closes a circle.
  const visit = (file: string, way: string[]): void => {
    const met = way.indexOf(file);
    if (met >= 0) circles.push(way.slice(met));
    if (met >= 0 || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}

function importedFiles(file: string, source: string, sources: ReadonlyMap<string, string>): string[] {
  return specifiers(source)
    .map((specifier) => repositoryPath(file, specifier))
    .filter((target) => target !== null && sources.has(target)) as string[];
}
