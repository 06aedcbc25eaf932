import { isLoopbackName } from '#shared/domain/origins.ts';

/**
 * A phone's data belong to the origin that the app was installed from, so the app lives under one name in every yard. A
 * page that is opened by an address, or by a hub's own name, is not the app: it leads there, and keeps nothing. Null
 * where the page was called by the app's name, or on this very machine.
 *
 * `host`: what the browser called, as in the `Host` header. `appHost`: the app's name, `port`: this hub's.
 */
export function otherDoorPage(host: string, appHost: string, port: number): string | null {
  const hostname = URL.parse(`https://${host}`)?.hostname ?? '';
  if (hostname === appHost || isLoopbackName(hostname)) return null;
  return page(`https://${appHost}:${port}/`);
}

const SENTENCES = [
  {
    lang: 'fr',
    dir: 'ltr',
    title: 'Manchengo a une autre adresse',
    text: 'L’application s’ouvre toujours par la même adresse, dans tous les dépôts : c’est là que sont vos données. Cette page n’en garde aucune.',
    open: 'Ouvrir Manchengo',
    help: 'Si elle ne s’ouvre pas, ce téléphone ne connaît pas encore le dépôt : demandez à voir l’écran « Ajouter un téléphone ».',
  },
  {
    lang: 'ar',
    dir: 'rtl',
    title: 'لتطبيق مانشنغو عنوان آخر',
    text: 'يُفتح التطبيق دائمًا من العنوان نفسه في كل المستودعات، وهناك بياناتك. هذه الصفحة لا تحفظ شيئًا.',
    open: 'فتح مانشنغو',
    help: 'إذا لم تُفتح فهذا الهاتف لا يعرف المستودع بعد: اطلب رؤية شاشة «إضافة هاتف».',
  },
  {
    lang: 'en',
    dir: 'ltr',
    title: 'Manchengo has another address',
    text: 'The app always opens by one address, in every depot: that is where your data are. This page keeps none.',
    open: 'Open Manchengo',
    help: 'If it does not open, this phone does not know the depot yet: ask to see the screen “Add a phone”.',
  },
];

const page = (app: string): string => `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Manchengo</title>
<style>
:root { --ground: #fbf9f4; --ink: #1f2328; --accent: #c77700; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161a; --ink: #e8e6e1; --accent: #f0a63a; --on-accent: #14161a; } }
body { margin: 0 auto; padding: 24px 16px; max-width: 36rem; background: var(--ground); color: var(--ink);
  font: 18px/1.5 system-ui, sans-serif; }
section { padding: 16px 0; }
section + section { border-top: 1px solid color-mix(in srgb, var(--ink) 20%, transparent); }
h1 { margin: 0; font-size: 24px; line-height: 1.3; }
a { display: block; padding: 12px 16px; border-radius: 10px; background: var(--accent); color: var(--on-accent);
  text-align: center; text-decoration: none; font-weight: 600; }
bdi { display: block; font-weight: 400; font-size: 16px; overflow-wrap: anywhere; }
</style>
</head>
<body>
${SENTENCES.map(
  ({ lang, dir, title, text, open, help }) => `<section lang="${lang}" dir="${dir}">
<h1>${title}</h1>
<p>${text}</p>
<a href="${app}">${open}<bdi>${app.replace(/\/$/, '')}</bdi></a>
<p>${help}</p>
</section>`,
).join('\n')}
</body>
</html>`;
