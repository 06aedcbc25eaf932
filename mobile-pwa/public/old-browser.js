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
  var isOld = true;
  try {
    isOld = !canRun();
  } catch (_error) {
    // It does not even know the question.
  }
  if (!isOld) return;
  var root = document.getElementById('root');
  root.parentNode.removeChild(root);
  document.getElementById('too-old').style.display = 'block';
})();
