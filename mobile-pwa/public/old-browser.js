// Before the app, in whatever browser, and written so that the oldest read it. It asks for nothing but what the app cannot
// do without (what Chromium 108, Safari 16.4 and Firefox 111 brought): a browser that may still hand in what it holds is let.
(function () {
  function canRun() {
    return (
      'noModule' in document.createElement('script') &&
      CSS.supports('height', '100dvh') &&
      new RegExp('(?<=a)b').test('ab') &&
      (!window.isSecureContext || typeof navigator.storage.getDirectory === 'function')
    );
  }
  // The worker opens the data while the app's own program still loads: opening takes the longer of the two. main.tsx takes it
  // over, and what it has said by then. An erased phone (erase-browser.ts) opens none.
  function startWorker(program) {
    try {
      if (!program || sessionStorage.getItem('manchengo-wiped') !== null) return;
      var worker = new Worker(program, { name: 'manchengo' });
      var started = { worker: worker, said: [], hasFailed: false };
      worker.onmessage = function (event) {
        started.said.push(event);
      };
      worker.onerror = function () {
        started.hasFailed = true;
      };
      window.startedWorker = started;
    } catch (_error) {
      // Where there can be none, main.tsx says so.
    }
  }
  var isOld = true;
  try {
    isOld = !canRun();
  } catch (_error) {
    // It does not even know the question.
  }
  if (!isOld) return startWorker(document.currentScript.getAttribute('data-worker'));
  var root = document.getElementById('root');
  root.parentNode.removeChild(root);
  document.getElementById('too-old').style.display = 'block';
})();
