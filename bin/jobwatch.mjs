#!/usr/bin/env node
// The command `jobwatch`: compiled in a package, the sources themselves in a clone. It is plain
// JavaScript, so that a Node that is too old can still say so.
import { existsSync } from 'node:fs';

const isClone = existsSync(new URL('jobwatch.ts', import.meta.url));
const oldest = isClone ? 24 : 20;
const [major] = process.versions.node.split('.');

if (Number(major) < oldest) {
  const advice = isClone ? '; "npm ci" brings one along, which "npx" and "npm run" use' : '';
  console.error(`Jobwatch needs Node ${oldest} or later, and this is ${process.version}${advice}.`);
  process.exitCode = 2;
} else {
  await import(isClone ? './jobwatch.ts' : '../dist/js/jobwatch.js');
}
