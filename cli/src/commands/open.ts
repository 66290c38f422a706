import { spawn } from 'node:child_process';
import { getCustomer, platformInfo } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../base.ts';
import { parseUrl } from '../connection/settings.ts';
import { exitCodes, FixableError } from '../errors.ts';
import { findApp } from '../lookup.ts';

export default class Open extends AegisCommand {
  static override summary = 'Open the dashboard, at an app if one is named';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> shop --print',
  ];
  static override args = { app: Args.string({ description: 'Slug or id of an app.' }) };
  static override flags = {
    print: Flags.boolean({ description: 'Print the address instead of opening it.' }),
  };

  async run(): Promise<{ url: string }> {
    const { args, flags } = await this.parse(Open);
    const url = await this.address(args.app);
    if (!flags.print && process.stdout.isTTY && !this.jsonEnabled()) openInBrowser(url);
    this.log('%s', url);
    return { url };
  }

  private async address(app: string | undefined): Promise<string> {
    const { dashboard_url } = (await this.api.call(platformInfo)).data;
    if (dashboard_url === undefined) {
      const message = 'The platform does not tell where its dashboard is.';
      throw new FixableError({
        code: 'no_dashboard',
        message,
        next: 'Ask its operator.',
        exit: exitCodes.failed,
      });
    }
    // The scheme decides what the desktop starts: only a web address may reach it.
    const dashboard = parseUrl(dashboard_url);
    if (app === undefined) return dashboard;
    const { slug } = (await findApp(this.api, app)).data;
    const company = (await this.api.call(getCustomer)).data;
    return `${dashboard}/c/${company.slug}/apps/${slug}`;
  }
}

function openInBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
    darwin: ['open', [url]],
    win32: ['rundll32', ['url.dll,FileProtocolHandler', url]],
  };
  const [program, args] = openers[process.platform] ?? ['xdg-open', [url]];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  // Without a desktop there is no opener; the address is printed anyway.
  child.on('error', () => undefined);
  child.unref();
}
