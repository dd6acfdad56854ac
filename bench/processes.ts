import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second (USER_HZ). */
const tickMilliseconds = 10;

/** CPU time of a process so far, in the user's and the kernel's parts together. */
export function readCpuMilliseconds(pid: number): number {
  // the name in brackets may hold blanks; what follows it does not
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMilliseconds;
}

/** Resident memory in megabytes (10^6): now, and the most there ever was. */
export function readMemoryMegabytes(pid: number): Readonly<{ now: number; peak: number }> {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kibibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  const megabytes = (name: string) => (kibibytes(name) * 1024) / 1e6;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

/** The process of this user that was started with all of these words. */
export function findPid(...words: readonly string[]): number {
  const found = readdirSync('/proc').find(entry => {
    if (!/^\d+$/.test(entry)) return false;
    const command = readCommandLine(entry);
    return words.every(word => command.includes(word));
  });
  if (found === undefined) throw new Error(`no process was started with ${words.join(' ')}`);
  return Number(found);
}

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended since
  }
}
