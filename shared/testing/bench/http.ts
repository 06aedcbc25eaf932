import { Agent, request } from 'node:http';

/** A connection pool of one client: what a phone or a hub keeps open. */
export const connections = (sockets: number): Agent => new Agent({ keepAlive: true, maxSockets: sockets });

export interface Call {
  agent: Agent;
  url: string;
  authorization: string;
  /** Absent: a GET. */
  body?: string | Buffer;
}

/** One call, as lean as Node can make it: the client shares the machine with what it measures. Throws unless it is 200. */
export function send({ agent, url, authorization, body }: Call): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const outgoing = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (incoming.statusCode === 200) resolve(text);
        else reject(new Error(`${url} answered ${incoming.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Pushes a batch and insists that every event was acked: a figure over refusals would be worthless. */
export async function pushAll(call: Call, count: number): Promise<void> {
  const answer = JSON.parse(await send(call)) as { acked_event_ids: string[]; failed_events: unknown[] };
  if (answer.acked_event_ids.length === count) return;
  throw new Error(
    `only ${answer.acked_event_ids.length} of ${count} acked: ${JSON.stringify(answer.failed_events[0])}`,
  );
}
