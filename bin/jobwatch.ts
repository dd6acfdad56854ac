#!/usr/bin/env node
import { runCli } from '../lib/cli/cli.ts';

// `jobwatch check | head -1`: the reader has seen enough, which is not an error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(process.argv.slice(2));
