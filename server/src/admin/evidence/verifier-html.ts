import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fbf9f4}
label{display:block;margin:1rem 0}input{font:inherit;display:block;width:100%;box-sizing:border-box;min-height:44px}
.good{color:#1a6b34}.half{color:#7a5200}.bad{color:#a3211b}li,p,h2{overflow-wrap:anywhere;unicode-bidi:plaintext}
@media (prefers-color-scheme:dark){body{color:#e8e6e1;background:#14161a}.good{color:#7fd69a}.half{color:#f0a63a}.bad{color:#ff9d94}}`;

/** The source of a program of ours, without its types and its modules: one script that stands alone. */
async function scriptOf(name: string): Promise<string> {
  const source = await readFile(new URL(`./verifier/${name}`, import.meta.url), 'utf8');
  return stripTypeScriptTypes(source)
    .replaceAll(/^import .*$/gm, '')
    .replaceAll(/^export (?=(async )?(function|const))/gm, '');
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The page by which anybody verifies an evidence file, without us and without a network: one file whose policy lets it run its
 * own script and load nothing.
 */
export async function verifierHtml(): Promise<string> {
  const script = `${await scriptOf('verify-evidence.ts')}\n${await scriptOf('page.ts')}`;
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width"><title>Manchengo — vérification</title><style>${STYLE}</style></head>
<body><h1>Vérifier un fichier de preuve — Verify an evidence file</h1>
<label>Fichier de preuve — evidence file<input id="file" type="file" accept=".json"></label>
<label>Empreinte publiée ailleurs — thumbprint published elsewhere<input id="published" autocomplete="off" spellcheck="false"></label>
<div id="verdict" role="status"></div><ol id="events"></ol>
<script type="module">${script}</script></body></html>
`;
}
