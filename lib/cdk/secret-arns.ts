import { Token } from 'aws-cdk-lib';
import type { Config } from '../config/config.ts';
import { environmentMark } from '../config/deployed-secret.ts';
import type { ConfigObject } from '../config/schema.ts';

/**
 * The text of a configuration, and a function that puts its original values back into what was made
 * of it.
 */
type Substitution = Readonly<{ text: string; restore: (config: Config) => Config }>;

/**
 * A configuration as text, with a valid placeholder for each secret's ARN that only the deployment
 * will know.
 */
export function substituteTokens(config: ConfigObject): Substitution {
  const tokens = new Map<string, unknown>();
  const replace = (key: string, value: unknown) => {
    if (!/secretArn$/i.test(key) || !Token.isUnresolved(value)) return value;
    const arn = `arn:aws:secretsmanager:us-east-1:000000000000:secret:app-${tokens.size}-AbCdEf`;
    tokens.set(arn, value);
    return arn;
  };
  const text = JSON.stringify(config, replace, 2);
  const restore = (parsed: Config): Config => {
    if (tokens.size === 0) return parsed;
    return JSON.parse(JSON.stringify(parsed), (_, value) => tokens.get(value) ?? value);
  };
  return { text, restore };
}

/** A bundled configuration's text without tokens, and the variables that contain their values. */
export function moveToEnvironment(text: string) {
  const environment: Record<string, string> = {};
  const moved = JSON.parse(text, (_, value) => {
    if (typeof value !== 'string' || !Token.isUnresolved(value)) return value;
    const name = `JOBWATCH_SECRET_ARN_${Object.keys(environment).length}`;
    environment[name] = value;
    return `${environmentMark}${name}`;
  });
  return { text: JSON.stringify(moved), environment };
}
