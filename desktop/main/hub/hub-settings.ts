type Environment = Record<string, string | undefined>;

/**
 * What the hub is told in its window, where its operator says nothing else: the folder of this account and, once it is
 * installed, the whole yard to serve, by HTTPS. Started from the sources it stays on this machine.
 */
export const hubSettings = (userData: string, isInstalled: boolean, env: Environment): Environment => ({
  MANCHENGO_DATA_DIR: userData,
  ...(isInstalled ? { MANCHENGO_HOST: '0.0.0.0', MANCHENGO_TLS: 'on' } : {}),
  ...env,
});
