#!/usr/bin/env node
import { runCli } from '../lib/cli/cli.ts';

process.exitCode = await runCli(process.argv.slice(2));
