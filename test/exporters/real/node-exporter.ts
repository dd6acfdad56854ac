import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../prometheus/server.ts';
import type { Run } from '../exposition.ts';
import type { ExporterKind } from './exporter.ts';
import { scrapeText, startProgram, waitFor } from './processes.ts';
import type { Programs } from './programs.ts';

/**
 * A separate systemd for the tests. In a mount namespace it finds a machine that was booted with
 * systemd, and node_exporter finds it under the path of the machine's systemd.
 */
const script = `mount -t tmpfs none /run/systemd && mkdir /run/systemd/system
ln -s "$XDG_RUNTIME_DIR/systemd/private" /run/systemd/private
"$SYSTEMD" --user --log-target=console --unit=basic.target </dev/null &
systemd=$!
"$NODE_EXPORTER" --collector.disable-defaults --collector.systemd --collector.systemd.private \\
  --collector.textfile --collector.textfile.directory="$HOME/textfile" \\
  --web.listen-address="$TARGET" --log.level=error &
trap "kill -KILL $systemd $!" TERM EXIT
wait $!`;

const targets = ['basic', 'shutdown', 'exit'];

/** A timer triggers when it is started; its service succeeds if the file beside it says so. */
async function writeUnits(directory: string, kind: string): Promise<void> {
  const write = (name: string, lines: readonly string[]) =>
    writeFile(join(directory, 'units', name), `${lines.join('\n')}\n`);
  const often = ['[Unit]', 'StartLimitIntervalSec=0'];
  await write(`${kind}.timer`, [...often, '[Timer]', 'OnActiveSec=0', 'AccuracySec=1us']);
  const own = join(directory, kind);
  const command = `/bin/sh -c 'echo >> ${own}.begun; exit $(cat ${own}.code)'`;
  await write(`${kind}.service`, [...often, '[Service]', 'Type=oneshot', `ExecStart=${command}`]);
}

type Count = { success: number; failed: number; last: number | undefined };

/** What the script of a cron job writes for the textfile collector. */
async function writeTextfile(
  directory: string,
  kind: string,
  { run, count }: Readonly<{ run: Run; count: Count }>,
): Promise<void> {
  if (run.outcome === 'success') {
    count.success += 1;
    count.last = run.end;
  } else {
    count.failed += 1;
  }
  const lines = [
    `cron_runs_total{task="${kind}",result="ok"} ${count.success}`,
    `cron_runs_total{task="${kind}",result="error"} ${count.failed}`,
    `cron_last_run_seconds{task="${kind}"} ${run.end - run.start}`,
    ...(count.last === undefined ? [] : [`cron_last_success{task="${kind}"} ${count.last}`]),
  ];
  const file = join(directory, 'textfile', `${kind}.prom`);
  await writeFile(`${file}.new`, `${lines.join('\n')}\n`);
  await rename(`${file}.new`, file);
}

async function startSystemd({ paths, environment }: Programs) {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-systemd-'));
  const runtime = join(directory, 'run');
  for (const name of ['units', 'textfile']) await mkdir(join(directory, name));
  await mkdir(runtime, { mode: 0o700 });
  for (const name of targets)
    await writeFile(join(directory, 'units', `${name}.target`), '[Unit]\nDescription=none\n');
  const target = `127.0.0.1:${await freePort()}`;
  const own = {
    ...environment,
    ...{ HOME: directory, XDG_RUNTIME_DIR: runtime, TARGET: target },
    SYSTEMD_UNIT_PATH: join(directory, 'units'),
    SYSTEMD: paths.systemd,
    NODE_EXPORTER: paths['prometheus-node-exporter'],
  };
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const program = startProgram('unshare', [...asRoot, '--mount', 'sh', '-c', script], own);
  const isUp = async () => {
    if (program.isOver()) throw new Error(`systemd does not run here: ${program.readOutput()}`);
    const text = await scrapeText(target).catch(() => '');
    return text.includes('collector="systemd"} 1') || text.includes('node_systemd_unit_state');
  };
  await waitFor(isUp, program.readOutput);
  const stop = () => program.stop().then(() => rm(directory, { recursive: true, force: true }));
  return { directory, target, environment: own, stop };
}

/** Whether a timer's service has ended, according to node_exporter. */
async function isAtRest(target: string, kind: string): Promise<boolean> {
  const text = await scrapeText(target);
  const unit = `node_systemd_unit_state{name="${kind}.service",state=`;
  const states = text.split('\n').filter(line => line.startsWith(unit) && line.endsWith(' 1'));
  return states.some(line => /state="(failed|inactive)"/.test(line));
}

async function countBegun(directory: string, kind: string): Promise<number> {
  const lines = await readFile(join(directory, `${kind}.begun`), 'utf8').catch(() => '');
  return lines.length;
}

export const nodeExporter: ExporterKind = {
  title: 'node_exporter with its systemd and textfile collectors',
  sources: {
    timers: { preset: 'systemd-timers' },
    scripts: {
      job: 'task',
      runs: { counter: 'cron_runs_total', status: 'result', success: ['ok'], failed: ['error'] },
      lastSuccess: { gauge: 'cron_last_success' },
      duration: { gauge: 'cron_last_run_seconds' },
    },
  },
  jobs: [
    { source: 'timers', name: kind => `${kind}.timer`, lacks: /Duration/ },
    { source: 'scripts', name: kind => kind },
  ],
  start: async programs => {
    const { directory, target, environment, stop } = await startSystemd(programs);
    const counts = new Map<string, Count>();
    return {
      target,
      stop,
      run: async (kind, run) => {
        const count = counts.get(kind) ?? { success: 0, failed: 0, last: undefined };
        if (!counts.has(kind)) await writeUnits(directory, kind);
        counts.set(kind, count);
        await writeTextfile(directory, kind, { run, count });
        await writeFile(join(directory, `${kind}.code`), run.outcome === 'success' ? '0' : '1');
        const begun = await countBegun(directory, kind);
        const restart = ['--user', 'restart', `${kind}.timer`];
        const { readOutput } = startProgram('systemctl', restart, environment);
        await waitFor(async () => (await countBegun(directory, kind)) > begun, readOutput);
        await waitFor(() => isAtRest(target, kind), readOutput);
      },
    };
  },
};
