// Runs the deployed judge through a simulated day of faults: npm run soak -- [--minutes N] [--seed N]
import { parseArgs } from 'node:util';
import { showProgress } from '../../lib/cli/progress.ts';
import { formatSoak, isSound } from './format-soak.ts';
import { runSoak } from './run-soak.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1440' },
    seed: { type: 'string', default: '1' },
  },
});
const progress = showProgress('Soaking');
const soaked = await runSoak({
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  withTimeouts: true,
  onProgress: progress.update,
}).finally(progress.done);
process.stdout.write(formatSoak(soaked));
process.exitCode = isSound(soaked) ? 0 : 1;
