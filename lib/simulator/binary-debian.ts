import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { unpackInto } from './unpack.ts';

/** Without a network apt would try for minutes before the next source gets its turn. */
const impatient = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

/**
 * Debian's and Ubuntu's own package, unpacked rather than installed: its programs need nothing but
 * libc, and any user may download it. False where there is no apt or no such package.
 */
export async function fetchDebianPackage(
  target: string,
  progress: (message: string) => void,
): Promise<boolean> {
  if (!(await runProgram('apt-get', ['--version'])).succeeded) return false;
  progress('Fetching the Debian package of Prometheus (about 20 MB).');
  return unpackInto(target, async directory => {
    if (!(await download(directory))) return undefined;
    const archive = (await readdir(directory)).find(name => name.endsWith('.deb'));
    const tree = join(directory, 'tree');
    await mkdir(tree);
    if (archive === undefined) return undefined;
    const unpacked = await runProgram('dpkg-deb', ['-x', join(directory, archive), tree]);
    return unpacked.succeeded ? tree : undefined;
  });
}

/** Without package lists the first try fails; only root may fetch the lists. */
async function download(directory: string): Promise<boolean> {
  const attempt = () => runProgram('apt-get', [...impatient, 'download', 'prometheus'], directory);
  if ((await attempt()).succeeded) return true;
  if (process.getuid?.() !== 0) return false;
  return (
    (await runProgram('apt-get', [...impatient, 'update'])).succeeded && (await attempt()).succeeded
  );
}
