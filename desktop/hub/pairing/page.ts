import { X509Certificate } from 'node:crypto';
import { fingerprintGroups } from '#shared/domain/fingerprint.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { ar } from './texts/ar.ts';
import { en } from './texts/en.ts';
import { fr, type PairingTexts } from './texts/fr.ts';

export const LANGUAGES = { fr, ar, en } as const;
export type Language = keyof typeof LANGUAGES;

const NAMES: Record<Language, string> = { fr: 'Français', ar: 'العربية', en: 'English' };

/** The language that a browser asks for; French where it asks for none of ours. */
export function languageOf(chosen: unknown, acceptLanguage = ''): Language {
  const wanted = [String(chosen ?? ''), ...acceptLanguage.split(',')].map((tag) =>
    tag.trim().slice(0, 2).toLowerCase(),
  );
  return wanted.find((tag): tag is Language => Object.hasOwn(LANGUAGES, tag)) ?? 'fr';
}

/**
 * How a phone comes to trust the company's machines, on one page that needs no script. `roots` are PEM, the one that
 * signs first; `appUrl` is where it leads.
 */
export function pairingPage(language: Language, roots: string[], appUrl: string): string {
  const texts = LANGUAGES[language];
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${texts.title} · Manchengo</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<nav>${otherLanguages(language)}</nav>
<main>
<h1>${texts.title}</h1>
<p>${texts.intro}</p>
<p class="dim">${texts.scope}</p>
${way(texts.android, texts.androidSteps, '/manchengo-ca.crt', texts.androidGet)}
${way(texts.iphone, texts.iphoneSteps, '/manchengo-ca.mobileconfig', texts.iphoneGet)}
<section>
<h2>${texts.fingerprint}</h2>
<p>${texts.fingerprintHint}</p>
${roots.map((root, index) => fingerprint(root, index, texts)).join('\n')}
</section>
<section class="end">
<h2>${texts.done}</h2>
<p><a class="button next" href="${escaped(appUrl)}">${texts.open}</a></p>
<p class="dim">${texts.openHint}</p>
<p class="dim"><bdi>${escaped(appUrl)}</bdi></p>
</section>
</main>
</body>
</html>
`;
}

const otherLanguages = (current: Language): string =>
  (Object.keys(NAMES) as Language[])
    .map((language) =>
      language === current
        ? `<span lang="${language}" aria-current="true">${NAMES[language]}</span>`
        : `<a lang="${language}" hreflang="${language}" href="/?lang=${language}">${NAMES[language]}</a>`,
    )
    .join(' ');

const way = (heading: string, steps: string[], href: string, label: string): string => `<section>
<h2>${heading}</h2>
<p><a class="button" href="${href}" download>${label}</a></p>
<ol>${steps.map((step) => `<li>${step}</li>`).join('')}</ol>
</section>`;

/** The first is what the links above give; another is there while the CA changes. */
function fingerprint(root: string, index: number, texts: PairingTexts): string {
  const name = new X509Certificate(root).subject.split('CN=').at(-1) ?? '';
  const groups = fingerprintGroups(fingerprintOf(root))
    .map((group) => `<span>${group}</span>`)
    .join(' ');
  const link = index === 0 ? '' : `<p><a href="/manchengo-ca-${index + 1}.crt" download>${texts.other}</a></p>`;
  return `<figure><figcaption><bdi>${escaped(name)}</bdi></figcaption><code dir="ltr">${groups}</code></figure>${link}`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
