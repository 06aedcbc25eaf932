// Gives a plain Node the port to its parent that Electron gives a utility process, which also ends with its parent.
process.parentPort = {
  on: (event, listener) => process.on(event, (data) => listener({ data })),
  postMessage: (message) => process.connected && process.send(message),
};
process.on('disconnect', () => process.exit(1));
