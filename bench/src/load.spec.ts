import { readAnswered } from './load.ts';

const output = (extra = '') => `Running 1s test @ http://127.0.0.1:8000/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.02ms  312.00us   9.31ms   88.90%
    Req/Sec    31.20k     1.10k   33.01k    72.73%
  34133 requests in 1.10s, 32.40MB read
${extra}Requests/sec:  31029.12
`;

describe('readAnswered', () => {
  it('finds requests and time', () => {
    expect(readAnswered(output())).toEqual({ requests: 34_133, seconds: 1.1 });
  });

  it('refuses a round with refused requests or broken connections', () => {
    expect(() => readAnswered(output('  Non-2xx or 3xx responses: 3\n'))).toThrow('responses: 3');
    expect(() => readAnswered(output('  Socket errors: connect 0, read 4, write 0, timeout 0\n'))).toThrow(
      'read 4',
    );
  });

  it('refuses what is not a result', () => {
    expect(() => readAnswered('unable to connect')).toThrow('unable to connect');
  });
});
