/** The most telling line at the end of a node's log: the message of a structured line, or the line as it is. */
export function lastLines(log: string): string {
  const lines = log.trim().split('\n').slice(-50).map(readable);
  const errors = lines.filter(({ isError }) => isError);
  return (errors.at(-1) ?? lines.at(-1))?.text || 'sans un mot';
}

const PINO_ERROR = 50;

function readable(line: string): { text: string; isError: boolean } {
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: number; msg?: string; err?: { message?: string } };
    return { text: [msg, err?.message].filter(Boolean).join(': '), isError: (level ?? 0) >= PINO_ERROR };
  } catch {
    return { text: line, isError: /^\w*Error\b|EADDRINUSE|ENOSPC/.test(line) };
  }
}
