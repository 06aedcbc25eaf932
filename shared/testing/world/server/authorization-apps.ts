/** The pages of an app are everybody's: its index, and the files that lie in its build. */
export const isPage = (path: string): boolean =>
  /^\/(\*|assets\/[\w.-]+|[\w.-]+\.(js|html|png|svg|ico|webmanifest|txt))?$/.test(path);

/** By what an app is known. */
export function nameOfApp(paths: string[]): string {
  if (paths.includes('/api/hubs/enroll')) return 'server';
  if (paths.includes('/api/desktop/overview')) return 'desktop';
  return paths.includes('/api/sync/push') ? 'hub' : 'other';
}
