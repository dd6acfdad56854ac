import { access, constants, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { unpackInto } from './unpack.ts';

/** Without a network apt would try for minutes before the next source gets its turn. */
const impatient = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

/** promtool is a package of its own since Debian 13, and part of the server's before that. */
const packageLists = [['prometheus', 'promtool'], ['prometheus']];

/**
 * Debian's and Ubuntu's own packages, unpacked rather than installed: their programs need nothing
 * but libc, and any user may download them. False where there is no apt, or where the packages do
 * not hold both programs.
 */
export async function fetchDebianPackage(
  target: string,
  progress: (message: string) => void,
): Promise<boolean> {
  if (!(await runProgram('apt-get', ['--version'])).succeeded) return false;
  progress('Fetching the Debian package of Prometheus (about 20 MB).');
  return unpackInto(target, async directory => {
    if (!(await download(directory))) return undefined;
    return unpackArchives(directory, ['prometheus', 'promtool']);
  });
}

/**
 * Unpacks all archives of a directory into a tree beside them and returns it, or `undefined` where
 * one of the programs is not in its `usr/bin`.
 */
export async function unpackArchives(
  directory: string,
  programs: readonly string[],
): Promise<string | undefined> {
  const archives = (await readdir(directory)).filter(name => name.endsWith('.deb'));
  const tree = join(directory, 'tree');
  await mkdir(tree);
  for (const archive of archives) {
    await runProgram('dpkg-deb', ['-x', join(directory, archive), tree]);
  }
  const isThere = (program: string) =>
    access(join(tree, 'usr', 'bin', program), constants.X_OK).then(
      () => true,
      () => false,
    );
  const found = await Promise.all(programs.map(isThere));
  return found.includes(false) ? undefined : tree;
}

/** Without package lists the first try fails; only root may fetch the lists. */
async function download(directory: string): Promise<boolean> {
  if (await downloadAny(directory)) return true;
  if (process.getuid?.() !== 0) return false;
  const { succeeded } = await runProgram('apt-get', [...impatient, 'update']);
  return succeeded && (await downloadAny(directory));
}

async function downloadAny(directory: string): Promise<boolean> {
  for (const packages of packageLists) {
    const download = [...impatient, 'download', ...packages];
    if ((await runProgram('apt-get', download, directory)).succeeded) return true;
  }
  return false;
}
