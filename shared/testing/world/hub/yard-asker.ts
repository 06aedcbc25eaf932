import { createSocket } from 'node:dgram';

/**
 * A simple resolver, as a phone's: sends this very question to everybody from a port of its own, so many times, each
 * with the next id and as soon as the one before is answered. Prints every answer as one JSON line, whoever it comes
 * from: `yard-asker.ts <own address> <query in hex> <times>`. Nothing within three seconds is an end, too.
 */
const [own = '', hex = '', times = '1'] = process.argv.slice(2);
const query = Buffer.from(hex, 'hex');
const socket = createSocket('udp4');
let left = Number(times);
let silence: ReturnType<typeof setTimeout>;

function ask(): void {
  query.writeUInt16BE((query.readUInt16BE(0) + 1) & 0xffff, 0);
  socket.send(query, 5353, '224.0.0.251');
  silence = setTimeout(() => socket.close(), 3_000);
}

socket.on('message', (message, from) => {
  process.stdout.write(`${JSON.stringify({ from: from.address, port: from.port, hex: message.toString('hex') })}\n`);
  if (message.readUInt16BE(0) !== query.readUInt16BE(0)) return;
  clearTimeout(silence);
  left -= 1;
  if (left > 0) ask();
  else socket.close();
});
socket.bind(0, own, () => {
  socket.setMulticastInterface(own);
  ask();
});
