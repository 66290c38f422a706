import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of this process. Features register their own on `registry`. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly #requests: Histogram<'operation' | 'status'>;
  readonly #jobs: Counter<'job' | 'outcome'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'aegis_admin_' });
    this.#requests = new Histogram({
      name: 'aegis_admin_http_request_seconds',
      help: 'Calls of the admin API by operation and status.',
      labelNames: ['operation', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [this.registry],
    });
    this.#jobs = new Counter({
      name: 'aegis_admin_jobs_total',
      help: 'Finished jobs by name and outcome.',
      labelNames: ['job', 'outcome'],
      registers: [this.registry],
    });
  }

  request(operation: string, status: number, seconds: number): void {
    this.#requests.observe({ operation, status }, seconds);
  }

  job(job: string, outcome: 'done' | 'failed'): void {
    this.#jobs.inc({ job, outcome });
  }
}
