import { type EngineName, engineNames } from '../../lib/simulator/engines.ts';
import { corpus } from '../corpus/all.ts';
import { judgeByJobwatch } from '../corpus/jobwatch.ts';
import { scoreFired } from '../corpus/judge.ts';
import { findPrograms, playOn } from './engine.ts';

// The whole corpus on every engine, or on the named ones, from a directory of their programs if one
// is given: npx node test/engines/run-corpus.ts [prometheus-3[=DIRECTORY]]
// [victoria-metrics[=DIRECTORY]]

const given = process.argv.slice(2);
const wanted = given.length > 0 ? given : engineNames;
let isClean = true;

for (const [name, directory] of wanted.map(readEngine)) {
  const programs = directory ?? (await findPrograms(name));
  if (programs !== undefined) isClean = (await runCorpus(name, programs)) && isClean;
}
process.exitCode = isClean ? 0 : 1;

function readEngine(text: string): readonly [EngineName, string | undefined] {
  const [name, directory] = text.split('=');
  const known = engineNames.find(engine => engine === name);
  if (known === undefined) throw new Error(`${name}: not one of ${engineNames.join(', ')}`);
  return [known, directory];
}

async function runCorpus(name: EngineName, programs: string): Promise<boolean> {
  const began = performance.now();
  const server = await playOn(name, programs, corpus);
  const played = performance.now();
  let clean = 0;
  for (const scenario of corpus) {
    const { missed, wrong, flaps } = scoreFired(
      scenario,
      await judgeByJobwatch(scenario, server.url),
    );
    const problems = [...missed, ...wrong, ...flaps];
    if (problems.length === 0) clean += 1;
    else process.stdout.write(`  ${scenario.name}\n    ${problems.join('\n    ')}\n`);
  }
  await server.stop();
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(0)} s`;
  const times = `${seconds(began, played)} to write, ${seconds(played, performance.now())} to judge`;
  process.stdout.write(`${name}: ${clean} of ${corpus.length} scenarios clean (${times})\n`);
  return clean === corpus.length;
}
