import { describe, expect, test } from 'vitest';
import {
  change,
  createEvent,
  createWorld,
  failing,
  M0,
  run,
  type Step,
  startNotifier,
  topics,
  type World,
} from './notifier-environment.ts';

test('the notifier sends an alarm once, a minute after it went on, and deletes its event', async () => {
  const world = createWorld();
  const notifier = startNotifier(world);
  change(world, 1, 'ALARM');
  expect(await run(notifier, 1, 10)).toEqual([]);
  expect(world.sent).toEqual([expect.stringMatching(/^2 team \[warning\] clip_sync is failing/)]);
  expect(world.queue).toEqual([]);
});

test('an event that never came is made up for within five minutes', async () => {
  const world = createWorld();
  const notifier = startNotifier(world);
  await run(notifier, 0, 1);
  change(world, 1, 'ALARM');
  world.queue = [];
  await run(notifier, 2, 8);
  expect(world.sent).toHaveLength(1);
  expect(world.sent[0]).toMatch(/^[5-6] team/);
});

test('the alarms are read if something changed, and otherwise every five minutes', async () => {
  const world = createWorld();
  const notifier = startNotifier(world);
  await run(notifier, 0, 2);
  change(world, 3, 'OK');
  await run(notifier, 3, 9);
  const minutes = world.lines.flatMap(({ alarms }, minute) => (alarms === undefined ? [] : minute));
  expect(minutes).toEqual([0, 3, 8]);
});

test('without the queue the alarms are read every minute', async () => {
  const world = createWorld();
  const queue = { receive: () => Promise.reject(new Error('gone')), remove: async () => {} };
  const notifier = startNotifier(world, { queue });
  await run(notifier, 0, 1);
  change(world, 2, 'ALARM');
  expect(await run(notifier, 2, 4)).toEqual([]);
  expect(world.sent).toHaveLength(1);
  expect(world.asked).toEqual([]);
});

test('an event is kept while the alarms cannot be read, because nothing else is known about it', async () => {
  const world = createWorld();
  let isDown = true;
  const notifier = startNotifier(world, {
    readAlarms: async () => {
      if (isDown) throw new Error('Throttling');
      return [{ ...failing, state: 'ALARM', since: M0 + 40 }];
    },
  });
  change(world, 1, 'ALARM');
  await run(notifier, 1, 3);
  expect(world.queue).toHaveLength(1);
  expect(world.sent).toEqual([]);
  isDown = false;
  await run(notifier, 4, 5);
  expect(world.queue).toEqual([]);
  expect(world.sent).toHaveLength(1);
});

test('if the alarms cannot be read for five minutes, the runs fail until they can', async () => {
  const world = createWorld();
  let isDown = false;
  const notifier = startNotifier(world, {
    readAlarms: async () => {
      if (isDown) throw new Error('AccessDenied');
      return [];
    },
  });
  await run(notifier, 0, 1);
  isDown = true;
  expect((await run(notifier, 2, 12)).at(0)).toBe('5 alarms-unread');
  isDown = false;
  expect(await run(notifier, 13, 16)).toEqual([]);
});

test('a body that is not an event stays for the dead-letter queue, and the others are deleted', async () => {
  const world = createWorld();
  change(world, 1, 'ALARM');
  world.queue.push({ body: 'nonsense', handle: 'x' });
  await run(startNotifier(world), 1, 2);
  expect(world.queue).toEqual([{ body: 'nonsense', handle: 'x' }]);
  expect(world.lines[0]).toMatchObject({ level: 'WARN', unreadable: 1, changes: 1 });
});

test('the notifier only deletes an event of an alarm that notifies nobody', async () => {
  const world = createWorld();
  change(world, 1, 'ALARM', { ...failing, name: 'clipper/NotifierReporting' });
  await run(startNotifier(world), 1, 3);
  expect(world.queue).toEqual([]);
  expect(world.sent).toEqual([]);
});

test('nothing is written while nothing changes', async () => {
  const world = createWorld();
  await run(startNotifier(world), 0, 12);
  expect(world.items.size).toBe(0);
  expect(world.claimed).toBe(0);
});

describe('a process that ends', () => {
  const steps: readonly Step[] = [
    ...(['receive', 'read-alarms', 'read', 'claim', 'send', 'write', 'remove'] as const),
  ];

  test.each(steps)('after %s costs at most one duplicate message, and none is lost', async step => {
    for (const minute of [1, 2]) {
      const world = createWorld();
      change(world, 1, 'ALARM');
      await runUntilEnd(world, { step, minute });
      await run(startNotifier(world), minute + 1, 12);
      expect(world.sent.length).toBeGreaterThanOrEqual(1);
      expect(world.sent.length).toBeLessThanOrEqual(step === 'send' ? 2 : 1);
      expect(world.queue).toEqual([]);
    }
  });
});

test('two runs of one minute send once', async () => {
  const world = createWorld();
  change(world, 1, 'ALARM');
  const notifier = startNotifier(world);
  await notifier(createEvent(1));
  await Promise.all([notifier(createEvent(2)), startNotifier(world)(createEvent(2))]);
  expect(world.sent).toHaveLength(1);
});

test('if nothing can be claimed, nothing is sent and the run fails', async () => {
  const world = createWorld();
  const notifier = startNotifier(world, {
    table: {
      ...{ read: async () => ({ text: undefined, version: 0 }), findFirstMinute: async () => 0 },
      ...{ write: () => Promise.reject(new Error('denied')) },
      claim: () => Promise.reject(new Error('denied')),
    },
  });
  change(world, 1, 'ALARM');
  await notifier(createEvent(1)).catch(() => undefined);
  await expect(notifier(createEvent(2))).rejects.toThrow('denied');
  expect(world.sent).toEqual([]);
});

test('a process does not send again what it sent and could not save', async () => {
  const world = createWorld();
  change(world, 1, 'ALARM');
  let isFull = true;
  const notifier = startNotifier(world, {
    table: {
      read: async name => world.items.get(name) ?? { text: undefined, version: 0 },
      write: async (name, text, version) => {
        if (isFull) throw new Error('throttled');
        world.items.set(name, { text, version: version + 1 });
        return version + 1;
      },
      claim: async () => true,
      findFirstMinute: async () => 0,
    },
  });
  const failed = await run(notifier, 1, 5);
  expect(failed.at(-1)).toBe('5 not-saved');
  expect(world.sent).toHaveLength(1);
  isFull = false;
  expect(await run(notifier, 6, 7)).toEqual([]);
  expect(world.sent).toHaveLength(1);
  expect(world.items.get('state')?.version).toBe(1);
});

describe('a channel that fails', () => {
  test('is tried each minute until it works, and the runs fail if it is the only one', async () => {
    const world = createWorld();
    const notifier = startNotifier(world);
    world.refuses = destination => destination === 'team';
    change(world, 1, 'ALARM');
    const failed = await run(notifier, 1, 4);
    expect(world.sent).toEqual([]);
    expect(failed).toEqual(['2 not-delivered', '3 not-delivered', '4 not-delivered']);
    world.refuses = () => false;
    expect(await run(notifier, 5, 6)).toEqual([]);
    expect(world.sent).toHaveLength(1);
  });

  test('is reported through the others after 15 minutes', async () => {
    const world = createWorld();
    const notifier = startNotifier(world);
    world.refuses = destination => destination === 'team';
    change(world, 1, 'ALARM');
    await run(notifier, 1, 20);
    expect(world.sent).toEqual([expect.stringMatching(/^1[78] oncall \[critical\].*channel/)]);
  });
});

describe("the dead man's switch", () => {
  test('is called every minute while Jobwatch works', async () => {
    const world = createWorld();
    await run(startNotifier(world), 0, 3);
    expect(world.asked).toEqual([0, 1, 2, 3]);
  });

  test('is not called while a topic has no confirmed subscription, which the others report', async () => {
    const world = createWorld();
    const [warning] = topics;
    if (warning !== undefined) world.broken = [{ topic: warning, since: M0 }];
    await run(startNotifier(world), 0, 3);
    expect(world.asked).toEqual([]);
    expect(world.sent).toEqual([
      expect.stringMatching(/^1 oncall \[critical\] clipper: mails have reached nobody/),
    ]);
  });

  test('an unconfirmed subscription is reported only after the first hour', async () => {
    const world = createWorld();
    world.first = M0;
    const [warning] = topics;
    if (warning !== undefined) world.broken = [{ topic: warning, since: M0 }];
    const notifier = startNotifier(world);
    await run(notifier, 0, 30);
    expect(world.sent).toEqual([]);
    await run(notifier, 31, 70);
    expect(world.sent).toHaveLength(1);
  });

  test('is not called while a channel fails', async () => {
    const world = createWorld();
    world.refuses = () => true;
    change(world, 1, 'ALARM');
    await run(startNotifier(world), 1, 4);
    expect(world.asked).toEqual([1]);
  });
});

test("a stored mute suppresses a job's messages until its end, and then what is still on is sent", async () => {
  const world = createWorld();
  const mute = { pattern: 'clip_*', until: M0 + 600, reason: 'deploy', who: 'ann', since: M0 };
  world.items.set('mutes', { text: JSON.stringify([mute]), version: 1 });
  change(world, 1, 'ALARM');
  await run(startNotifier(world), 1, 14);
  expect(world.sent).toHaveLength(1);
  expect(world.sent[0]).toMatch(/^1[01] team \[warning\] after the mute: clip_sync/);
});

async function runUntilEnd(
  world: World,
  { step, minute }: Readonly<{ step: Step; minute: number }>,
): Promise<void> {
  let isEnding = false;
  const ended = Promise.withResolvers<void>();
  const notifier = startNotifier(world, {}, async done => {
    if (!isEnding || done !== step) return;
    ended.resolve();
    await new Promise(() => {});
  });
  await run(notifier, 1, minute - 1);
  isEnding = true;
  await Promise.race([notifier(createEvent(minute)), ended.promise]);
}
