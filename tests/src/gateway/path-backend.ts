import type { ServerResponse } from 'node:http';
import type { Recorded, RecordingUpstream } from './recording-upstream.ts';

/** What a backend does at a path. */
export type Behaviour = (response: ServerResponse, request: Recorded) => void;

/** Answers at each path as the test says; elsewhere 200 with a number that grows. All of it may be kept for a minute. */
export class PathBackend {
  readonly #behaviours = new Map<string, Behaviour>();
  /** Number of requests so far. */
  count = 0;

  constructor(upstream: RecordingUpstream) {
    upstream.answer = (request, response) => {
      this.count += 1;
      response.setHeader('cache-control', 'max-age=60');
      const behave = this.#behaviours.get(request.url.split('?')[0] ?? '');
      if (behave) behave(response, request);
      else response.end(`answer ${this.count}`);
    };
  }

  at(path: string, behave: Behaviour): void {
    this.#behaviours.set(path, behave);
  }
}
