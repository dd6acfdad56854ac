import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { engineNames } from '../../lib/simulator/engines.ts';
import { corpus } from '../corpus/all.ts';
import type { HistoryServer } from '../corpus/history.ts';
import { judgeByJobwatch } from '../corpus/jobwatch.ts';
import { scoreFired } from '../corpus/judge.ts';
import { findPrograms, playOn } from './engine.ts';

// five replays at a time on a busy machine
vi.setConfig({ testTimeout: 120_000 });

const clean = { missed: [], wrong: [], flaps: [] };

for (const name of engineNames) {
  const programs = await findPrograms(name);

  describe.skipIf(programs === undefined).concurrent(`On ${name} as well:`, () => {
    let server: HistoryServer;
    beforeAll(async () => {
      server = await playOn(name, programs ?? '', corpus);
    });
    afterAll(() => server?.stop());

    test.for(corpus)('$name', async (scenario, { expect }) => {
      const fired = await judgeByJobwatch(scenario, server.url);
      expect(scoreFired(scenario, fired)).toMatchObject(clean);
    });
  });
}
