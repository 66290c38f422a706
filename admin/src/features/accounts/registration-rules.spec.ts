import { RegistrationMode } from '@aegis/contracts';
import { assertMayRegister, statusAfterVerification } from './registration-rules.ts';

const rules = (AEGIS_REGISTRATION: RegistrationMode, ...AEGIS_REGISTRATION_DOMAINS: string[]) => ({
  AEGIS_REGISTRATION,
  AEGIS_REGISTRATION_DOMAINS,
});

describe('registration', () => {
  it.each<[RegistrationMode, boolean]>([
    ['open', true],
    ['approval', true],
    ['invite', false],
    ['closed', false],
  ])('%s without an invitation: %s', (mode, allowed) => {
    const attempt = () => assertMayRegister(rules(mode), { email: 'a@example.test' });
    if (allowed) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ code: 'registration_closed' }));
    expect(() => assertMayRegister(rules(mode), { email: 'a@example.test', invitation: 'x' })).not.toThrow();
  });

  it('compares the whole domain, and the last one of an address', () => {
    const attempt = (email: string) => () => assertMayRegister(rules('open', 'Example.test'), { email });
    expect(attempt('a@example.test')).not.toThrow();
    for (const email of ['a@sub.example.test', 'a@notexample.test', '"a@example.test"@other.test']) {
      expect(attempt(email)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    }
  });

  it('waits for approval only where that is the mode, and not for the invited', () => {
    const outcomes = RegistrationMode.options.map((mode) => [
      mode,
      statusAfterVerification(rules(mode), false),
      statusAfterVerification(rules(mode), true),
    ]);
    expect(outcomes).toEqual([
      ['open', 'active', 'active'],
      ['approval', 'pending', 'active'],
      ['invite', 'active', 'active'],
      ['closed', 'active', 'active'],
    ]);
  });
});
