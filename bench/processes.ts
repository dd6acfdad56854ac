import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's CPU time in hundredths of a second (USER_HZ). */
const tickMilliseconds = 10;

/** Reads the CPU time of a process so far, in user and kernel mode. */
export function readCpuMilliseconds(pid: number): number {
  // The name in brackets may contain spaces; the fields after it do not.
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMilliseconds;
}

/** Reads the resident memory of a process in megabytes (10^6): the current value and the peak. */
export function readMemoryMegabytes(pid: number): Readonly<{ now: number; peak: number }> {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kibibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  const megabytes = (name: string) => (kibibytes(name) * 1024) / 1e6;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

/** Finds the process whose command line contains all of these words. */
export function findPid(...words: readonly string[]): number {
  const found = readdirSync('/proc').find(entry => {
    if (!/^\d+$/.test(entry)) return false;
    const command = readCommandLine(entry);
    return words.every(word => command.includes(word));
  });
  if (found === undefined) throw new Error(`there is no process with the words ${words.join(' ')}`);
  return Number(found);
}

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // The process has ended.
  }
}
