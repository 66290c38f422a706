import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { SpanRecord } from '@aegis/contracts';

const TIMEOUT_MS = 5_000;

/** What the workers hold; a line that is no span record of ours is left out. */
function recordsOf(lines: string): SpanRecord[] {
  return lines.split('\n').flatMap((line) => {
    if (line === '') return [];
    const record = SpanRecord.safeParse(JSON.parse(line));
    return record.success ? [record.data] : [];
  });
}

/**
 * Takes waiting spans from the workers. @param rejected spans that the collector did not take since the last time
 * @throws Error when the gateway does not answer. An nginx.conf of before has no such place: none then.
 */
export async function takeSpans(socketPath: string, most: number, rejected: number): Promise<SpanRecord[]> {
  const path = `/spans?most=${most}&rejected=${rejected}`;
  return await new Promise((resolve, reject) => {
    const call = request({ socketPath, path, method: 'POST', timeout: TIMEOUT_MS }, (answer) => {
      text(answer)
        .then((lines) => resolve(answer.statusCode === 200 ? recordsOf(lines) : []))
        .catch(reject);
    });
    call.once('timeout', () => call.destroy(new Error('the gateway did not answer')));
    call.once('error', reject);
    call.end();
  });
}
