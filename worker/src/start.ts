#!/usr/bin/env node
// What an installed worker begins with: a Node that is too old says so in words, before it stumbles over what it lacks.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  await import('./main.ts');
} else {
  process.stderr.write(`causeway needs Node 22.18 or later; this is ${process.versions.node} (${process.execPath})\n`);
  process.exitCode = 2;
}
