import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, ensureBuilt } from './build.mjs';
import { execute } from './execute.mjs';
import { runChecks } from './lint.mjs';
import { fromRoot } from './paths.mjs';
import { ensureSystem } from './system.mjs';

/**
 * Build, checks, Lua units, jest over all packages; ends with the one line `N passed, N failed`.
 * Arguments go to jest (`npm test -- contracts`). A check that fails counts as one failure.
 */
export async function test(args) {
  ensureSystem('redis', 'gateway', 'browser', 'curl', 'luacheck', 'busted', 'authority');
  const results = [
    await buildResult(),
    checkResult(await runChecks()),
    await bustedResult(),
    await jestResult(args),
  ];
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

export async function testLua() {
  ensureSystem('busted', 'gateway');
  const { failed } = await bustedResult();
  return failed === 0 ? 0 : 1;
}

/** The tests that build the images and call them; they say so themselves where there is no container engine. */
export async function testContainers(args) {
  await ensureBuilt();
  return await runJest(['--projects', 'tests/containers', ...args]);
}

async function buildResult() {
  console.log('— build');
  return { passed: 0, failed: (await build()) === 0 ? 0 : 1 };
}

function checkResult(failedChecks) {
  if (failedChecks.length > 0) console.log(`Failed checks: ${failedChecks.join(', ')}`);
  return { passed: 0, failed: failedChecks.length };
}

async function bustedResult() {
  if (!existsSync(fromRoot('.busted'))) return { passed: 0, failed: 0 };
  console.log('— busted');
  let output = '';
  const watch = (text) => {
    output += text;
  };
  const code = await execute('busted', ['--output=plainTerminal'], { watch });
  const [, successes = 0, failures = 0, errors = 0] = (
    /(\d+) success\w* \/ (\d+) failure\w* \/ (\d+) error/.exec(output) ?? []
  ).map(Number);
  const failed = failures + errors;
  return { passed: successes, failed: code !== 0 && failed === 0 ? 1 : failed };
}

async function jestResult(args) {
  console.log('— jest');
  const file = join(tmpdir(), `aegis-jest-${process.pid}.json`);
  const code = await runJest(['--json', `--outputFile=${file}`, ...args]);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  rmSync(file);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

function runJest(args) {
  const env = { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };
  return execute('jest', ['--maxWorkers=2', '--passWithNoTests', ...args], { env });
}
