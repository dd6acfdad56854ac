/** Limits of one composite alarm. Source: CloudWatch API reference, PutCompositeAlarm. */
const limits = { characters: 10_240, children: 100 } as const;

const or = ' OR ';

/**
 * The rules of composite alarms that are on while any of these alarms is on: as few as the limits
 * allow. An alarm whose name contains a quote or a backslash is left out, because a rule cannot
 * name it.
 */
export function writeFallbackRules(alarmNames: readonly string[]): string[] {
  const rules: string[][] = [];
  let length = 0;
  for (const name of alarmNames.filter(isNameable)) {
    const term = `ALARM("${name}")`;
    const rule = rules.at(-1);
    const isFull = rule !== undefined && rule.length >= limits.children;
    if (rule === undefined || isFull || length + or.length + term.length > limits.characters) {
      rules.push([term]);
      length = term.length;
    } else {
      rule.push(term);
      length += or.length + term.length;
    }
  }
  return rules.map(terms => terms.join(or));
}

function isNameable(name: string): boolean {
  return !/["\\]/.test(name);
}
