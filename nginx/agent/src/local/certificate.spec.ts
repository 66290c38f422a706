import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultCertificate } from './certificate.ts';

describe('defaultCertificate', () => {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-certificate-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const read = (file: string) => new X509Certificate(readFileSync(file));

  it('is a server certificate that signs itself and can sign nothing else', async () => {
    const certificate = read((await defaultCertificate(directory)).certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.subjectAltName).toBe('DNS:localhost, DNS:*.localhost');
  });

  it('stays until a month before its end', async () => {
    const first = read((await defaultCertificate(directory)).certificate);
    const soon = new Date(first.validTo).getTime() - 31 * 86_400_000;
    expect(read((await defaultCertificate(directory, soon)).certificate).serialNumber).toBe(
      first.serialNumber,
    );
    const late = soon + 2 * 86_400_000;
    expect(read((await defaultCertificate(directory, late)).certificate).serialNumber).not.toBe(
      first.serialNumber,
    );
  });

  it('replaces a file that is no certificate', async () => {
    writeFileSync(join(directory, 'default.pem'), 'torn');
    expect(read((await defaultCertificate(directory)).certificate).subject).toBe(
      'CN=Aegis default certificate',
    );
  });
});
