import multicastDns, { type DnsPacket } from 'multicast-dns';

/** Asks its network again and again, and prints each answer and each probe as one JSON line: `yard-ear.ts <own address>`. */
const mdns = multicastDns({ interface: process.argv[2] ?? '', bind: '0.0.0.0' });
const print = (from: string, { answers = [], additionals = [], authorities = [] }: DnsPacket) => {
  const records = [...answers, ...additionals].map((record) => ({
    ...record,
    data: Array.isArray(record.data) ? record.data.map(String) : record.data,
  }));
  const probed = authorities.map(({ name }) => name);
  process.stdout.write(`${JSON.stringify({ from, at: Date.now(), records, probed })}\n`);
};
mdns.on('response', (packet, from) => print(from.address, packet));
mdns.on('query', (packet, from) => {
  if (packet.authorities?.length) print(from.address, { authorities: packet.authorities });
});
setInterval(() => {
  mdns.query({
    questions: [
      { name: '_manchengo-hub._tcp.local', type: 'PTR' },
      { name: 'manchengo.local', type: 'A' },
    ],
  });
}, 300);
