import { request } from 'node:http';
import { text } from 'node:stream/consumers';

const TIMEOUT_MS = 5_000;

/**
 * Takes waiting spans from the workers: the spans of one request each, as OTLP has them in JSON, with commas between.
 * @param rejected spans that the collector did not take since the last time
 * @throws Error when the gateway does not answer. An nginx.conf of before has no such place: none then.
 */
export async function takeSpans(socketPath: string, most: number, rejected: number): Promise<string[]> {
  const path = `/spans?most=${most}&rejected=${rejected}`;
  return await new Promise((resolve, reject) => {
    const call = request({ socketPath, path, method: 'POST', timeout: TIMEOUT_MS }, (answer) => {
      text(answer)
        .then((lines) => resolve(answer.statusCode === 200 ? lines.split('\n').filter(Boolean) : []))
        .catch(reject);
    });
    call.once('timeout', () => call.destroy(new Error('the gateway did not answer')));
    call.once('error', reject);
    call.end();
  });
}
