import { type DestinationStream, destination, type Logger, pino, stdSerializers } from 'pino';

const STDERR = 2;

/** Structured logs on standard error: standard output belongs to the one ready line. No token and no query is written. */
export const hubLog = (level: string, to: DestinationStream = destination(STDERR)): Logger =>
  pino(
    {
      level,
      base: { node: 'hub' },
      redact: { paths: ['authorization', 'req.headers', '*.password', '*.access_token', '*.refresh_token'] },
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
