import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LocalAws, startLocalAws } from '../../local-aws.ts';
import type { Fate } from './aws-proxy.ts';
import { createWorld, type World } from './world.ts';

vi.setConfig({ testTimeout: 120_000 });

// The bundled notifier is killed in the middle of each call that changes something in AWS: the call
// has had its effect, but the process never sees the answer. In the next minute another process
// continues.

const effects = /^\d (PutItem|Publish|DeleteMessageBatch) \d|^[14] ReceiveMessage 1/;

/**
 * Minutes of a scenario: the alarm goes on and off, and is long forgotten when the next one begins.
 */
const scenario = { on: 1, off: 4, end: 7, apart: 300 } as const;

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws();
});

afterAll(() => aws?.stop());

test('a process that is killed in any call loses no message and sends at most one twice', async () => {
  const recorded = await createWorld(aws, 'recorded');
  const calls: string[] = [];
  await play(recorded, 0, call => {
    calls.push(call);
    return 'pass';
  });
  expect(await countMails(recorded)).toEqual({ failing: 1, fine: 1 });
  await recorded.close();
  const steps = calls.filter(call => effects.test(call));
  expect(steps).toEqual([
    ...['0 PutItem 1', '1 ReceiveMessage 1', '1 PutItem 1', '1 DeleteMessageBatch 1'],
    ...['2 PutItem 1', '2 Publish 1', '2 PutItem 2'],
    ...['4 ReceiveMessage 1', '4 PutItem 1', '4 DeleteMessageBatch 1'],
    ...['5 PutItem 1', '5 Publish 1', '5 PutItem 2'],
  ]);
  const lanes = [0, 1].map(lane => steps.filter((_, index) => index % 2 === lane));
  await Promise.all(lanes.map((own, lane) => playAll(own, `killed-${lane}`)));
});

async function playAll(steps: readonly string[], service: string): Promise<void> {
  const world = await createWorld(aws, service);
  for (const [index, step] of steps.entries()) {
    let isKilled = false;
    const from = (index + 1) * scenario.apart;
    await play(world, from, call => {
      if (call !== step || isKilled) return 'pass';
      isKilled = true;
      return () => void world.kill();
    });
    const { failing, fine } = await countMails(world);
    const isOnceOrTwice = failing > 0 && fine > 0 && failing + fine <= 3;
    expect({ step, isKilled, isOnceOrTwice }).toEqual({
      ...{ step, isKilled: true, isOnceOrTwice: true },
    });
    // what comes again must not do so in the next scenario
    await expectEmptyQueue(world, from + scenario.end + 1);
  }
  await world.close();
}

/** Runs a scenario; a call is named `2 PutItem 1` by its minute and number. */
async function play(world: World, from: number, decide: (call: string) => Fate): Promise<void> {
  for (let minute = 0; minute <= scenario.end; minute++) {
    const made: string[] = [];
    world.proxy.decide(call => {
      made.push(call);
      return decide(`${minute} ${call} ${made.filter(name => name === call).length}`);
    });
    if (minute === scenario.on) await world.change(from + minute, 'ALARM');
    if (minute === scenario.off) await world.change(from + minute, 'OK');
    await world.run(from + minute);
  }
}

async function countMails(world: World): Promise<Readonly<{ failing: number; fine: number }>> {
  const subjects = (await world.readMails()).map(({ subject }) => subject);
  return {
    failing: subjects.filter(subject => subject.startsWith('[warning] clip_sync is')).length,
    fine: subjects.filter(subject => subject.startsWith('[ok] clip_sync is fine')).length,
  };
}

/** What a killed process had taken from the queue comes again, and contains nothing new. */
async function expectEmptyQueue(world: World, minute: number): Promise<void> {
  await sleep(1_100);
  world.proxy.decide(() => 'pass');
  await world.run(minute);
  expect(await world.account.countWaiting()).toBe(0);
  expect(await world.readMails()).toEqual([]);
}
