import { readdirSync, readFileSync } from 'node:fs';

/** What Linux tells user space of CPU times in, whatever the kernel counts in: a hundredth of a second. */
const TICK_US = 10_000;

interface ProcessTimes {
  parent: number;
  /** Its own time, and that of its children that have ended, in user space and in the kernel. */
  ticks: number;
}

/**
 * The CPU time, in µs, that processes and everything they have started have used so far, as the operating system counts
 * it: PostgreSQL's backends are its postmaster's children, and those that ended are counted in their parent. Null where
 * there is no /proc.
 */
export function cpuTimeUs(roots: number[]): number | null {
  const all = readProcesses();
  if (all === null) return null;
  const isCounted = (pid: number): boolean => {
    if (roots.includes(pid)) return true;
    const parent = all.get(pid)?.parent ?? 0;
    return parent > 1 && isCounted(parent);
  };
  const counted = [...all].filter(([pid]) => isCounted(pid));
  return counted.reduce((sum, [, { ticks }]) => sum + ticks, 0) * TICK_US;
}

function readProcesses(): Map<number, ProcessTimes> | null {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return new Map(pids.flatMap((pid) => readProcess(pid)));
  } catch {
    return null;
  }
}

/** Nothing for a process that has just ended. */
function readProcess(pid: string): [number, ProcessTimes][] {
  try {
    return [[Number(pid), parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))]];
  } catch {
    return [];
  }
}

/** A line of /proc/<pid>/stat. The second field, the name, may hold blanks and brackets, so fields count from its end. */
export function parseStat(line: string): ProcessTimes {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [parent, ...ticks] = [1, 11, 12, 13, 14].map((index) => Number(fields[index]));
  return { parent: parent ?? 0, ticks: ticks.reduce((sum, one) => sum + one, 0) };
}
