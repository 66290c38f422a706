import { readVerificationTime } from './openssl.ts';

const rsa = `+DTP:2048:private:rsa:1
+R1:1577:2048:0.33
+DTP:2048:public:rsa:1
+R2:40000:2048:0.50
+F2:2:2048:4778.787879:78758.000000`;

describe('readVerificationTime', () => {
  it('finds what one verification takes', () => {
    expect(readVerificationTime('RS256', rsa)).toBeCloseTo(12.5, 10);
  });

  it('refuses what is not a result', () => {
    expect(() => readVerificationTime('ES256', rsa)).toThrow('no result');
  });
});
