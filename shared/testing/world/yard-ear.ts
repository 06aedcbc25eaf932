import multicastDns, { type DnsRecord } from 'multicast-dns';

/** Asks its network again and again, and prints each answer as one JSON line: `yard-ear.ts <own address>`. */
const mdns = multicastDns({ interface: process.argv[2] ?? '', bind: '0.0.0.0' });
mdns.on('response', ({ answers = [], additionals = [] }, from) => {
  const records = [...answers, ...additionals].map((record: DnsRecord) => ({
    ...record,
    data: Array.isArray(record.data) ? record.data.map(String) : record.data,
  }));
  process.stdout.write(`${JSON.stringify({ from: from.address, at: Date.now(), records })}\n`);
});
setInterval(() => {
  mdns.query({
    questions: [
      { name: '_manchengo-hub._tcp.local', type: 'PTR' },
      { name: 'manchengo.local', type: 'A' },
    ],
  });
}, 300);
