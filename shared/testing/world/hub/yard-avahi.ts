import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../start-world.ts';
import type { YardNetwork } from './yard-network.ts';

const BUS = (socket: string) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <policy context="default">
    <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/>
  </policy>
</busconfig>
`;
const AVAHI = `[server]
host-name=visitor
use-ipv6=no
allow-interfaces=eth0
[publish]
publish-hinfo=no
publish-workstation=no
`;
/** Its folder of process ids is this machine's own; a fresh one hides it from the avahi that may run here. */
const START =
  'mount -t tmpfs tmpfs /run && mkdir /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f "$0"';

/** A machine of the yard that runs avahi, with a message bus of its own. Gives its tools, and what ends it. */
export async function startAvahi(network: YardNetwork, machine: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-avahi-'));
  const socket = path.join(folder, 'bus');
  const env = `DBUS_SYSTEM_BUS_ADDRESS=unix:path=${socket}`;
  writeFileSync(path.join(folder, 'bus.conf'), BUS(socket));
  writeFileSync(path.join(folder, 'avahi.conf'), AVAHI);
  network.start(machine, 'dbus-daemon', `--config-file=${path.join(folder, 'bus.conf')}`, '--nofork', '--nopidfile');
  await eventually(
    () => existsSync(socket),
    (there) => there,
    'the bus is there',
  );
  network.start(machine, 'env', env, 'sh', '-c', START, path.join(folder, 'avahi.conf'));
  const tool = (...words: string[]) => network.tool(machine, 'env', env, ...words);
  await eventually(
    () => tool('avahi-resolve', '-4', '-n', 'visitor.local').stdout,
    (found) => found.includes('visitor.local'),
    'avahi answers',
  );
  return { tool, forget: () => rmSync(folder, { recursive: true, force: true }) };
}
