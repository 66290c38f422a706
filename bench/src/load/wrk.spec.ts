import { readAnswered } from './wrk.ts';

const output = (refused = 0, broken = 0, requests = 34_133) => `Running 1s test @ http://127.0.0.1:8000/
  1 threads and 32 connections
Requests/sec:  31029.12
{"requests":${requests},"seconds":1.1,"refused":${refused},"broken":${broken},"latency":{"p50":312,"p99":1250}}
`;

describe('readAnswered', () => {
  it('finds requests, time and percentiles in milliseconds', () => {
    expect(readAnswered(output())).toEqual({
      requests: 34_133,
      seconds: 1.1,
      latency: { p50: 0.312, p99: 1.25 },
    });
  });

  it('refuses a round with refused requests or broken connections', () => {
    expect(() => readAnswered(output(3))).toThrow('3 were refused');
    expect(() => readAnswered(output(0, 4))).toThrow('4 connections broke');
    expect(() => readAnswered(output(0, 0, 0))).toThrow('of 0 requests');
  });

  it('refuses what is not a result', () => {
    expect(() => readAnswered('unable to connect')).toThrow('unable to connect');
  });
});
