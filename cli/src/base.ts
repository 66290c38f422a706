import { join } from 'node:path';
import type { Answer, CallInput, CertificateOrder, Client, Liveness, Operation } from '@aegis/contracts';
import { Command, type Interfaces } from '@oclif/core';
import type { z } from 'zod';
import { confirmByName } from './change/confirm.ts';
import { followOrder } from './change/follow-order.ts';
import { describePlan, planOf } from './change/plan.ts';
import { describeLiveness, settle } from './change/settle.ts';
import { connect } from './connection/api.ts';
import { type Profiles, readProfiles, writeProfiles } from './connection/profiles.ts';
import {
  assertKnownProfile,
  type ConnectionFlags,
  resolveSettings,
  type Settings,
} from './connection/settings.ts';
import {
  type ChangeFlags,
  connectionFlags,
  type DestroyFlags,
  defaultTimeout,
  type ListFlags,
} from './flags.ts';
import { collect, type FetchPage } from './lookup.ts';
import { report } from './report.ts';
import { type Columns, formatList } from './terminal/formats.ts';
import { cell, styledError } from './terminal/printable.ts';
import { withProgress } from './terminal/progress.ts';
import { fields } from './terminal/table.ts';

/** What every command shares: who talks to whom, how results look, how changes are made. */
export abstract class AegisCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = connectionFlags;

  #flags: ConnectionFlags = {};
  #settings: Settings | undefined;
  #api: Client | undefined;

  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    // oclif fills arguments that are not given from standard input, as far as that comes within 10 ms. Only `-` reads it
    // here, and all of it: the input of a loop around us is not ours, and that of a slow pipe comes later.
    for (const arg of Object.values(options?.args ?? {})) arg.ignoreStdin = true;
    const parsed = await super.parse<F, B, A>(options, argv);
    this.#flags = parsed.flags as ConnectionFlags;
    return parsed;
  }

  protected override async catch(error: unknown): Promise<void> {
    report(error, this.jsonEnabled(), this.id ?? '');
  }

  protected get profilesFile(): string {
    return join(this.config.configDir, 'profiles.json');
  }

  protected get settings(): Settings {
    this.#settings ??= this.#resolved();
    return this.#settings;
  }

  /** Whether a profile that does not exist yet may be named: only signing in makes one. */
  protected readonly makesProfile: boolean = false;

  #resolved(): Settings {
    const saved = readProfiles(this.profilesFile);
    const settings = resolveSettings(this.#flags, process.env, saved);
    if (!this.makesProfile) assertKnownProfile(settings, saved);
    return settings;
  }

  protected get api(): Client {
    this.#api ??= connect(this.settings);
    return this.#api;
  }

  protected saveProfiles(change: (profiles: Profiles) => void): void {
    const profiles = readProfiles(this.profilesFile);
    change(profiles);
    writeProfiles(this.profilesFile, profiles);
  }

  /** A remark beside the result: on standard error, and not for machines. */
  protected note(text: string): void {
    if (!this.jsonEnabled()) console.error(styledError('dim', text));
  }

  /** Prints a list in the form that the flags ask for, as many pages as it takes. */
  protected async list<T>(
    flags: ListFlags,
    fetch: FetchPage<T>,
    columns: Columns<T>,
  ): Promise<{ items: T[] }> {
    const { search, sort } = flags;
    const wanted = flags.all ? Number.POSITIVE_INFINITY : flags.limit;
    const found = await collect(fetch, wanted, { search, sort });
    this.printList(flags.output, found.items, columns);
    if (found.next !== undefined) this.note('There are more; add --all to see them.');
    return found;
  }

  protected printList<T>(output: ListFlags['output'], items: T[], columns: Columns<T>): void {
    if (items.length === 0 && output === 'table') this.note('Nothing here.');
    else this.log('%s', formatList(output, items, columns, { items }));
  }

  /** Prints one thing as names and values. */
  protected show(entries: Record<string, unknown>): void {
    this.log('%s', fields(Object.entries(entries).map(([name, value]) => [name, cell(value)])));
  }

  /** Sends a change, or shows it with `--dry-run`; says where it stands, and waits for it with `--wait`. */
  protected async change<O extends Operation>(
    operation: O,
    input: CallInput<O>,
    flags: ChangeFlags,
    done: (data: z.output<O['response']>) => string,
    before?: object,
  ): Promise<unknown> {
    if (flags['dry-run']) {
      const plan = planOf(operation, input, before);
      this.log('%s', describePlan(plan));
      return plan;
    }
    const answer = await this.api.call(operation, input);
    this.log('%s', done(answer.data));
    return await this.#whereItStands(operation, answer, flags);
  }

  async #whereItStands<O extends Operation>(
    operation: O,
    answer: Answer<z.output<O['response']>>,
    flags: ChangeFlags,
  ) {
    const data = answer.data as { liveness?: Liveness; revision?: number } | undefined;
    const revision = answer.revision ?? data?.liveness?.revision ?? data?.revision;
    const result = data ?? { revision };
    if (revision === undefined) return result;
    if (!flags.wait) {
      this.note(`Saved as revision ${revision}; add --wait to see it live.`);
      return result;
    }
    const liveness = await withProgress('Waiting for the gateways', this.jsonEnabled(), () =>
      settle(this.api, operation, revision, flags.timeout ?? defaultTimeout),
    );
    this.note(describeLiveness(liveness));
    return { ...result, liveness };
  }

  /** Like `change`, for the order of a certificate: with `--wait` until gateways show it. */
  protected async order<O extends Operation>(
    operation: O,
    input: CallInput<O>,
    flags: { 'dry-run': boolean; wait: boolean; timeout: number },
    done: (data: z.output<O['response']>) => string,
  ): Promise<unknown> {
    const result = await this.change(operation, input, { 'dry-run': flags['dry-run'] }, done);
    if (flags['dry-run'] || !flags.wait) return result;
    const { order, liveness } = await withProgress('Waiting for the certificate', this.jsonEnabled(), () =>
      followOrder(this.api, result as CertificateOrder, flags.timeout),
    );
    this.note(describeLiveness(liveness));
    return order;
  }

  /** Like `change`, for what cannot be undone: asks for the name first. */
  protected async destroy<O extends Operation>(
    operation: O,
    input: CallInput<O>,
    flags: DestroyFlags,
    thing: { what: string; name: string; done: string },
  ): Promise<unknown> {
    if (!flags['dry-run']) await confirmByName(thing.what, thing.name, flags.yes);
    return await this.change(operation, input, flags, () => thing.done);
  }
}
