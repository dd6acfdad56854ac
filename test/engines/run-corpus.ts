import { engineNames } from '../../lib/simulator/engines.ts';
import { corpus } from '../corpus/all.ts';
import { judgeByJobwatch } from '../corpus/jobwatch.ts';
import { scoreOf } from '../corpus/judge.ts';
import { findPrograms, playOn } from './engine.ts';

// The whole corpus on every engine, or on those that are named:
//   npx node test/engines/run-corpus.ts [prometheus-3 | victoria-metrics]

const wanted = process.argv.slice(2);
let isClean = true;

for (const name of engineNames.filter(engine => wanted.length === 0 || wanted.includes(engine))) {
  const programs = await findPrograms(name);
  if (programs === undefined) continue;
  const began = performance.now();
  const stage = await playOn(name, programs, corpus);
  const played = performance.now();
  let clean = 0;
  for (const scenario of corpus) {
    const { missed, wrong, flaps } = scoreOf(scenario, await judgeByJobwatch(scenario, stage.url));
    const problems = [...missed, ...wrong, ...flaps];
    if (problems.length === 0) clean += 1;
    else process.stdout.write(`  ${scenario.name}\n    ${problems.join('\n    ')}\n`);
  }
  await stage.stop();
  isClean &&= clean === corpus.length;
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(0);
  process.stdout.write(
    `${name}: ${clean} of ${corpus.length} scenarios clean ` +
      `(${seconds(began, played)} s to write, ${seconds(played, performance.now())} s to judge)\n`,
  );
}

process.exitCode = isClean ? 0 : 1;
