import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Metrics } from '../platform/metrics/metrics.ts';
import type { Synchronized } from './synchronize.ts';

/** What publishing did, of the admin that leads. */
@Injectable()
export class PublishingMetrics {
  readonly #documents: Counter<'outcome'>;
  readonly #releases: Counter<'kind'>;
  readonly #revision: Gauge;

  constructor({ registry }: Metrics) {
    this.#documents = new Counter({
      name: 'aegis_admin_published_documents_total',
      help: 'Documents that were signed, or refused because they do not prove.',
      labelNames: ['outcome'],
      registers: [registry],
    });
    this.#releases = new Counter({
      name: 'aegis_admin_releases_total',
      help: 'Writes into Redis: caught up with changes, copied again, head refreshed.',
      labelNames: ['kind'],
      registers: [registry],
    });
    this.#revision = new Gauge({
      name: 'aegis_admin_released_revision',
      help: 'Newest revision that Redis holds.',
      registers: [registry],
    });
  }

  published(signed: number, refused: number): void {
    this.#documents.inc({ outcome: 'signed' }, signed);
    this.#documents.inc({ outcome: 'refused' }, refused);
  }

  synchronized(kind: Synchronized, revision: number): void {
    if (kind !== 'nothing') this.#releases.inc({ kind });
    this.#revision.set(revision);
  }
}
