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
// The worker opens the data while the app's own program still loads: opening takes the longer of the two. main.tsx takes it
// over, and what it has said by then. An erased phone (erase-browser.ts) opens none.
try {
  const { worker: program } = document.currentScript.dataset;
  if (program && sessionStorage.getItem('manchengo-wiped') === null) {
    const worker = new Worker(program, { type: 'module', name: 'manchengo' });
    const started = { worker, said: [], hasFailed: false };
    worker.onmessage = (event) => started.said.push(event);
    worker.onerror = () => {
      started.hasFailed = true;
    };
    window.startedWorker = started;
  }
} catch {
  // Where there can be none, main.tsx says so.
}
