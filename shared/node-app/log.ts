import { type DestinationStream, destination, type Logger, pino, stdSerializers } from 'pino';

/** What must never be written down, wherever it stands. */
const SECRETS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'authorization',
  'password',
  'access_token',
  'refresh_token',
  'assertion',
  'code_hash',
  '*.password',
  '*.access_token',
  '*.refresh_token',
  '*.assertion',
];

const STDERR = 2;

/** Structured logs on standard error: standard output belongs to the one ready line. Addresses come without their query. */
export const nodeLog = (node: 'hub' | 'server', level: string, to: DestinationStream = destination(STDERR)): Logger =>
  pino(
    {
      level,
      base: { node },
      redact: { paths: SECRETS, censor: '[redacted]' },
      serializers: {
        err: stdSerializers.err,
        req: (request: { method: string; url: string; ip: string }) => ({
          method: request.method,
          path: request.url.split('?')[0],
          from: request.ip,
        }),
      },
    },
    to,
  );
