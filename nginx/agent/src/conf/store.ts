import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceText } from '../files.ts';
import type { ConfVerifier, SignedConf } from './signed-conf.ts';

const Kept = z.strictObject({ epoch: z.int().positive(), envelope: z.string() });

/**
 * The folder that nginx reads: `nginx.conf` beside `local/`. The signed form is kept too, and `nginx.conf` is
 * written from it again at every start, so that nobody's edit of the file outlives one.
 */
export class ConfStore {
  readonly directory: string;
  readonly confFile: string;
  readonly candidateFile: string;
  readonly #keptFile: string;

  constructor(directory: string) {
    this.directory = directory;
    this.confFile = join(directory, 'nginx.conf');
    this.candidateFile = join(directory, 'candidate.conf');
    this.#keptFile = join(directory, 'kept.json');
  }

  async writeLocal(files: Record<string, string>): Promise<void> {
    await mkdir(join(this.directory, 'local'), { recursive: true, mode: 0o700 });
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(this.directory, 'local', name), text, { mode: 0o600 });
    }
  }

  /** Writes it beside the one in service, for `nginx -t`. */
  async propose(conf: SignedConf): Promise<void> {
    await writeFile(this.candidateFile, conf.conf, { mode: 0o600 });
  }

  /** The proposed one becomes the one in service. */
  async accept(conf: SignedConf): Promise<void> {
    const kept: z.infer<typeof Kept> = { epoch: conf.epoch, envelope: conf.envelope };
    await replaceText(this.#keptFile, JSON.stringify(kept));
    await rename(this.candidateFile, this.confFile);
  }

  /** The last accepted one; undefined when there is none or its signature is not this platform's (any more). */
  async kept(verifier: ConfVerifier): Promise<SignedConf | undefined> {
    try {
      const { epoch, envelope } = Kept.parse(JSON.parse(await readFile(this.#keptFile, 'utf8')));
      return verifier.open(envelope, epoch);
    } catch {
      return undefined;
    }
  }
}
