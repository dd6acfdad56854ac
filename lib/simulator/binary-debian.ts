import { access, constants, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { unpackInto } from './unpack.ts';

/** Without a network, apt would try for minutes before the next source is used. */
const impatient = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

/** promtool is a separate package since Debian 13, and part of the server's package before that. */
const packageLists = [['prometheus', 'promtool'], ['prometheus']];

/**
 * Debian's and Ubuntu's own packages, unpacked instead of installed: their programs need only libc,
 * and any user may download them. False if there is no apt, or if the packages do not contain both
 * programs.
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
 * Unpacks all archives of a directory into a tree beside them and returns it, or `undefined` if one
 * of the programs is not in its `usr/bin`.
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

/** Without package lists the first attempt fails; only root may fetch the lists. */
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
