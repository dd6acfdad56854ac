import fc from 'fast-check';
import { walkMinutes } from './brute-force.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  // Half an hour of daylight saving, midnight skipped, two hours of daylight saving.
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Antarctica/Troll',
];

const [hour, day] = [3_600, 86_400];
const years = { min: Date.UTC(2020, 0) / 1_000, max: Date.UTC(2031, 0) / 1_000 };

function field(least: number, most: number): fc.Arbitrary<string> {
  const value = fc.integer({ min: least, max: most });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 2, max: Math.max(2, Math.floor(most / 2)) });
  return fc.oneof(
    fc.constant('*'),
    value.map(String),
    fc.uniqueArray(value, { minLength: 2, maxLength: 4 }).map(values => values.join(',')),
    range,
    step.map(each => `*/${each}`),
    fc.tuple(range, step).map(parts => parts.join('/')),
  );
}

const usually = (text: string, other: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(text) }, { weight: 1, arbitrary: other });

/** Hours 0 to 4, in which clocks change, come more often than others. */
const hourField = fc.oneof(field(0, 23), field(0, 4));

export const cron = fc
  .tuple(
    field(0, 59),
    hourField,
    usually('*', field(1, 28)),
    usually('*', field(1, 12)),
    usually('*', field(0, 6)),
  )
  .map(fields => fields.join(' '));

/** A zone and a time in 2020..2030, every other one within a day before its clock changes. */
export const zoneAndTime = fc.constantFrom(...zones).chain(timezone => {
  const near = fc
    .tuple(fc.constantFrom(years.max, ...findChanges(timezone)), fc.integer({ min: 0, max: day }))
    .map(([change, before]) => change - before);
  return fc.record({ timezone: fc.constant(timezone), at: fc.oneof(fc.integer(years), near) });
});

const knownChanges = new Map<string, number[]>();

/** Hours in which a zone's clock changes. */
function findChanges(timezone: string): number[] {
  const known = knownChanges.get(timezone);
  if (known !== undefined) return known;
  const offset = (at: number) => {
    const [minute] = walkMinutes(timezone, at, at);
    return minute === undefined ? 0 : minute.local - minute.at;
  };
  const changes: number[] = [];
  for (let at = years.min; at < years.max; at += day)
    if (offset(at) !== offset(at + day))
      for (let each = at; each < at + day; each += hour)
        if (offset(each) !== offset(each + hour)) changes.push(each + hour);
  knownChanges.set(timezone, changes);
  return changes;
}
