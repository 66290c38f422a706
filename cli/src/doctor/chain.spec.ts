import type { Client } from '@aegis/contracts';
import { resolveSettings } from '../connection/settings.ts';
import { FixableError } from '../errors.ts';
import { broken, type Diagnosis, examine, type Link, ok, warning } from './chain.ts';
import { judge } from './request.ts';

const call: Client['call'] = () => Promise.reject(new Error('no link here calls'));
const settings = resolveSettings({}, {}, { current: 'default', profiles: {} });
const patient = { api: { call }, settings, version: '0.1.0' };
const link = (name: string, check: Link['check']): Link => ({ name, check });

describe('the doctor', () => {
  it('goes on after a warning, stops at the first broken link, and tells each', async () => {
    const told: Diagnosis[] = [];
    const links = [
      link('a', async () => warning('w', 'x')),
      link('b', async () => broken('down', 'start it')),
      link('c', async () => ok('never asked')),
    ];
    const found = await examine(links, patient, (diagnosis) => told.push(diagnosis));
    expect(found.map(({ state }) => state)).toEqual(['warning', 'broken', 'skipped']);
    expect(told).toEqual(found);
  });

  it('takes an error with a way out as a broken link, and throws a bug on', async () => {
    const fix = { code: 'unreachable', message: 'No answer.', next: 'Start it.', exit: 1 } as const;
    const refused = link('a', async () => {
      throw new FixableError(fix);
    });
    expect(await examine([refused], patient, () => undefined)).toEqual([
      { name: 'a', state: 'broken', text: 'No answer.', fix: 'Start it.' },
    ]);
    const bug = link('a', async () => {
      throw new TypeError('bug');
    });
    await expect(examine([bug], patient, () => undefined)).rejects.toThrow('bug');
  });
});

describe('the answer to the test request', () => {
  it.each([
    [200, '', 'ok'],
    [401, '{"code":"missing_credentials"}', 'ok'],
    [500, 'Oops', 'warning'],
    [503, '{"code":"upstream_unavailable"}', 'warning'],
    [503, '{"code":"configuration_unavailable"}', 'broken'],
    [500, '{"code":"internal_error"}', 'broken'],
  ])('%i %s is %s', (status, body, state) => expect(judge('', { status, body }).state).toBe(state));
});
