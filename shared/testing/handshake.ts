import type { X509Certificate } from 'node:crypto';
import { type AddressInfo, isIP } from 'node:net';
import { connect, createServer, type SecureVersion } from 'node:tls';

export interface Shaken {
  protocol: string | null;
  alpn: string | false | null;
  certificate: X509Certificate;
}

export interface HandshakeOptions {
  /** PEM: all that the client trusts. */
  ca: string[];
  /** The name by which it calls, where that is not the address. */
  name?: string;
  maxVersion?: SecureVersion;
}

/** One TLS handshake as a client of that trust makes it: what it was shown, or why it broke off. */
export function handshake(
  url: string,
  { ca, name, maxVersion }: HandshakeOptions,
): Promise<Shaken | { refused: string }> {
  const { hostname: host, port } = new URL(url);
  const servername = name ?? (isIP(host) === 0 ? host : undefined);
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port),
      ca,
      ALPNProtocols: ['h2', 'http/1.1'],
      ...(servername === undefined ? {} : { servername }),
      ...(maxVersion === undefined ? {} : { maxVersion }),
    });
    socket.once('error', (error: Error) => resolve({ refused: error.message }));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate() as X509Certificate;
      resolve({ protocol: socket.getProtocol(), alpn: socket.alpnProtocol, certificate });
      socket.destroy();
    });
  });
}

/** What a client makes of a certificate that a server on loopback shows. */
export async function present(
  shown: { certificate: string; key: string },
  options: HandshakeOptions,
): Promise<Shaken | { refused: string }> {
  const server = createServer({ cert: shown.certificate, key: shown.key });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const outcome = await handshake(`https://127.0.0.1:${port}`, options);
  await new Promise((resolve) => server.close(resolve));
  return outcome;
}
