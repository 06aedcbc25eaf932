// Before the app, so that what is painted first is as dark, and runs as far from the right, as what comes.
const html = document.documentElement;
try {
  const scheme = localStorage.getItem('mantine-color-scheme-value');
  const isDark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  html.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
  const language = localStorage.getItem('manchengo.language');
  if (language === 'ar' || language === 'en') html.lang = language;
  if (language === 'ar') html.dir = 'rtl';
} catch {
  // A browser that forbids storage has kept no choice.
}
// One of the app's files did not come: the page says so instead of waiting for ever.
addEventListener(
  'error',
  ({ target }) => {
    if (target.tagName !== 'SCRIPT') return;
    document.getElementById('root').hidden = true;
    document.getElementById('not-started').hidden = false;
  },
  true,
);
