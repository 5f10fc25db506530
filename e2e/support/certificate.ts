import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate that vouches for itself, and its key, as files. */
export interface Certificate {
  certificate: string;
  key: string;
}

export const canMakeCertificates = (): boolean => spawnSync('openssl', ['version']).status === 0;

/** Makes a certificate for this host name in the directory. */
export const makeCertificate = async (directory: string, hostName: string): Promise<Certificate> => {
  const made = { certificate: join(directory, `${hostName}.crt`), key: join(directory, `${hostName}.key`) };
  mkdirSync(directory, { recursive: true });
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${hostName}`, '-addext', `subjectAltName=DNS:${hostName}`],
    ...['-keyout', made.key, '-out', made.certificate],
  ]);
  return made;
};
