import type { Machine } from './machine.ts';
import { isMet, type Reading } from './readings.ts';

/** The table for people: the machine's line, then a line a figure. */
export function printTable(machine: Machine, readings: Reading[]): string {
  const { cores, cpu, memory_gib, system, fdatasync_ms, node, sqlite, postgres } = machine;
  const where = `${cores} × ${cpu}, ${memory_gib} GiB, ${system}, fdatasync ${fdatasync_ms.toFixed(2)} ms`;
  const versions = `Node ${node}, SQLite ${sqlite}, PostgreSQL ${postgres}`;
  return `\n${where}\n${versions}\n\n${readings.map((reading) => `${printReading(reading)}\n`).join('')}`;
}

/** A figure, its goal, whether it is met, and what it was made of. */
export function printReading(reading: Reading): string {
  const { figure, goal, value, note } = reading;
  if (value === null) return `SKIPPED  ${figure}: ${note ?? 'no reason known'}`;
  const unit = ['ratio', 'share', 'count'].includes(goal.unit) ? '' : ` ${goal.unit}`;
  const sign = goal.better === 'more' ? '≥' : '≤';
  const parts = Object.entries(reading.parts).map(([name, part]) => `${name} ${number(part)}`);
  const spread = reading.rounds.map(number).join(' ');
  const mark = isMet(reading) ? 'met   ' : 'MISSED';
  return `${mark} ${number(value).padStart(6)}${unit} (goal ${sign} ${goal.limit}${unit})  ${figure}  [${[...parts, `rounds ${spread}`].join(' · ')}]${note ? ` ${note}` : ''}`;
}

const number = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString('en-US') : value >= 100 ? value.toFixed(0) : value.toFixed(2);
