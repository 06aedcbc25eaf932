import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { isSecure } from './node-app.ts';

/**
 * Listens, and gives the app's origin. `setting` is where the port came from. The error is one sentence; anything
 * unforeseen is thrown.
 */
export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
  setting = 'MANCHENGO_PORT',
): Promise<Result<string, string>> {
  try {
    await app.listen({ host, port });
    const address = app.server.address() as AddressInfo;
    const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return ok(`${isSecure(app) ? 'https' : 'http'}://${name}:${address.port}`);
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        return fail(`Port ${port} on ${host} is taken by another program: end it, or choose another ${setting}.`);
      case 'EACCES':
        return fail(`This account may not listen on port ${port}: choose a ${setting} above 1023.`);
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        return fail(`This machine has no address ${host}: correct MANCHENGO_HOST.`);
      default:
        throw error;
    }
  }
}
