#!/usr/bin/env node
/** Placeholder until the commands exist. */
process.exitCode = 2;
