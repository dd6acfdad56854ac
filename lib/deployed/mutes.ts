import type { Mute } from '../notify/quiet.ts';
import { type NotifierTable, StaleVersionError } from './notifier-table.ts';

/** A mute as stored: with the time, in Unix seconds, at which it was created. */
export type StoredMute = Mute & Readonly<{ since: number }>;

/** Those that are not over at a time, in Unix seconds. An invalid text contains no mute. */
export function parseMutes(text: string | undefined, at: number): StoredMute[] {
  const stored = parseList(text);
  return stored.filter(isMute).filter(({ until }) => at < until);
}

function parseList(text: string | undefined): unknown[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(stored) ? stored : [];
  } catch {
    return [];
  }
}

function isMute(value: unknown): value is StoredMute {
  if (typeof value !== 'object' || value === null) return false;
  const { pattern, until } = value as Readonly<Record<string, unknown>>;
  return typeof pattern === 'string' && typeof until === 'number';
}

/** How many times a change is tried if others change the mutes at the same time. */
const mostAttempts = 5;

/**
 * Changes the mutes that are active at a time, and returns the new ones; expired ones are dropped.
 */
export async function changeMutes(
  table: Pick<NotifierTable, 'read' | 'write'>,
  at: number,
  change: (mutes: readonly StoredMute[]) => readonly StoredMute[],
): Promise<readonly StoredMute[]> {
  for (let attempt = 1; ; attempt++) {
    const { text, version } = await table.read('mutes');
    const mutes = change(parseMutes(text, at));
    try {
      await table.write('mutes', JSON.stringify(mutes), version);
      return mutes;
    } catch (error) {
      if (!(error instanceof StaleVersionError) || attempt >= mostAttempts) throw error;
    }
  }
}
