/** How much this app may still store on the phone; null where the browser does not say. */
export async function bytesLeft(): Promise<number | null> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? null : quota - usage;
}
