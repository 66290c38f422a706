import { probeWords } from './probe-words.ts';

describe('words of a probe', () => {
  it('says what answered and how fast', () => {
    expect(probeWords({ reachable: true, status: 200, took_ms: 34, tls: 'verified' })).toEqual({
      tone: 'good',
      text: 'Answered 200 in 34 ms, TLS ok',
    });
  });

  it('warns of a failing backend or certificate', () => {
    expect(probeWords({ reachable: true, status: 503, took_ms: 5, tls: 'none' }).tone).toBe('warn');
    expect(probeWords({ reachable: true, status: 200, took_ms: 5, tls: 'failed' }).tone).toBe('warn');
  });

  it('passes the cause on', () => {
    const result = probeWords({
      reachable: false,
      took_ms: 2,
      tls: 'none',
      cause: 'Nothing listens on port 4001.',
    });
    expect(result).toEqual({ tone: 'bad', text: 'Nothing listens on port 4001.' });
  });
});
