import { Agent, request } from 'node:http';
import { untilSpecEnds } from '@aegis/stack/testing';

/** Callers that ask again and again over connections that they keep, until `stop`. */
export class Load {
  /** Answers by status; `failed` counts requests that got none. */
  readonly counts = new Map<number | 'failed', number>();
  readonly #agent = new Agent({ keepAlive: true });
  readonly #callers: Promise<void>[];
  readonly #ended = untilSpecEnds(() => this.stop());
  #stopped = false;

  constructor(port: number, path: string, headers: Record<string, string>, callers = 8) {
    this.#callers = Array.from({ length: callers }, () => this.#run(port, path, headers));
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  async #run(port: number, path: string, headers: Record<string, string>): Promise<void> {
    while (!this.#stopped) {
      const status = await this.#ask(port, path, headers);
      this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
    }
  }

  #ask(port: number, path: string, headers: Record<string, string>): Promise<number | 'failed'> {
    return new Promise((resolve) => {
      const outgoing = request({ host: '127.0.0.1', port, path, headers, agent: this.#agent }, (incoming) => {
        incoming.resume();
        incoming.once('error', () => resolve('failed'));
        incoming.once('end', () => resolve(incoming.statusCode ?? 'failed'));
      });
      outgoing.once('error', () => resolve('failed'));
      outgoing.end();
    });
  }

  /** @returns answers by status */
  async stop(): Promise<Record<string, number>> {
    this.#stopped = true;
    await Promise.all(this.#callers);
    this.#agent.destroy();
    this.#ended();
    return Object.fromEntries(this.counts);
  }
}
