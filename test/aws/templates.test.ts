import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mostListedJobs } from '../../lib/cdk/guards.ts';
import { createConfig } from '../cdk/config.ts';
import { synthesize } from '../cdk/synth.ts';
import { lintTemplates } from '../integration/cfn-lint.ts';
import { evilNames } from '../untrusted/evil-names.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-templates-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const hard = [...Object.values(evilNames), '{{resolve:ssm:/x}}', 'ジ'.repeat(29), 'ジ'.repeat(300)];
const many = Array.from({ length: mostListedJobs }, (_, number) => `ops/job-${number}`);

test.each([
  ['names that are hard', hard],
  ['as many jobs as may be listed', many],
])(
  'cfn-lint finds nothing in any template, with %s',
  { timeout: 300_000 },
  async (_what, names) => {
    const jobs = Object.fromEntries(names.map(name => [name, { interval: '5m' }]));
    const mails = 'notify: { warning: [a@example.com], critical: [b@example.com] }';
    const { templates } = synthesize(createConfig(`jobs: ${JSON.stringify(jobs)}\n${mails}`));
    for (const [file, template] of templates) {
      if (names === many && isLikeAnother(file)) continue;
      await writeFile(join(directory, file), JSON.stringify(template));
    }
    expect(lintTemplates(directory)).toEqual([]);
  },
);

/** An alert's stack of many jobs takes cfn-lint 15 s: one of the nine, or all with JOBWATCH_LARGE=1. */
function isLikeAnother(file: string): boolean {
  return process.env.JOBWATCH_LARGE === undefined && /BackgroundJob(?!Failing)/.test(file);
}
