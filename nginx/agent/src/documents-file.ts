import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { replaceFile } from './files.ts';
import { type Log, messageOf } from './log.ts';

const TIMEOUT_MS = 30_000;
const LEAST_REST_MS = 3_000;
/** The file is written as a whole: with very many documents a worker and the disk are busy with it for a while. */
const LARGEST_SHARE = 1 / 20;

/** Milliseconds to leave it alone, so that keeping documents takes no more than that share of the time. */
export const restAfter = (tookMs: number): number =>
  Math.max(LEAST_REST_MS, tookMs * (1 / LARGEST_SHARE - 1));

/**
 * Keeps the signed texts that the workers use in a local file, so that a restart with Redis away can serve them.
 * Asks the gateway's internal socket, which answers 304 as long as nothing changed.
 */
export class DocumentsFile {
  readonly #socket: string;
  readonly #file: string;
  readonly #log: Log;
  #etag: string | undefined;
  #problem = '';
  #tookMs = 0;

  constructor(socket: string, file: string, log: Log) {
    this.#socket = socket;
    this.#file = file;
    this.#log = log;
  }

  /** Never throws: a full disk or a gateway that is just starting must not stop the agent. */
  async update(): Promise<void> {
    const began = performance.now();
    try {
      const answer = await this.#ask();
      if (answer.statusCode === 200) await this.#store(answer);
      else answer.resume();
      this.#problem = '';
    } catch (problem) {
      const reason = messageOf(problem);
      if (reason !== this.#problem) this.#log('documents_not_kept', { reason });
      this.#problem = reason;
    }
    this.#tookMs = performance.now() - began;
  }

  /** Until the next update, after the last one. */
  get restMs(): number {
    return restAfter(this.#tookMs);
  }

  async #store(answer: IncomingMessage): Promise<void> {
    await replaceFile(this.#file, 0o600, async (file) => {
      await file.writeFile(answer);
    });
    this.#etag = answer.headers.etag;
  }

  #ask(): Promise<IncomingMessage> {
    const headers = this.#etag === undefined ? {} : { 'if-none-match': this.#etag };
    const options = { socketPath: this.#socket, path: '/documents', headers, timeout: TIMEOUT_MS };
    return new Promise((resolve, reject) => {
      const call = request(options, resolve);
      call.once('timeout', () => call.destroy(new Error('the gateway did not answer')));
      call.once('error', reject);
      call.end();
    });
  }
}
