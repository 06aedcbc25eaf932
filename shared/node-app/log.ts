import { type DestinationStream, destination, type Logger, pino, stdSerializers } from 'pino';
import { redactLine, redactMembers } from './redact.ts';

const STDERR = 2;

/** Structured logs on standard error: standard output belongs to the one ready line. Addresses come without their query. */
export const nodeLog = (node: 'hub' | 'server', level: string, to: DestinationStream = destination(STDERR)): Logger =>
  pino(
    {
      level,
      base: { node },
      formatters: { log: redactMembers },
      hooks: { streamWrite: redactLine },
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
