// Part of the service worker: the browser says that the network is back, and every open page tries at once.
self.addEventListener('sync', (event) => {
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((pages) => {
      for (const page of pages) page.postMessage({ kind: 'network' });
    }),
  );
});
