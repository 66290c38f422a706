import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChallengeDocument } from '@aegis/contracts';
import { untilSpecEnds } from '@aegis/stack/testing';
import { GatewayVoice } from './gateway-voice.ts';
import { eventually, PublishedView } from './published.ts';

/**
 * What an authority meets at a gateway's HTTP port, without one: answers from the published documents, and a heartbeat
 * that follows every revision.
 */
export class AnsweringGateway {
  readonly #published = new PublishedView();
  readonly #voice = new GatewayVoice(this.#published.redis, '019aa000-0000-7000-8000-0000000000aa');
  readonly #server: Server;
  /** Lives, but follows no change any more. */
  standing = false;
  #stopped = false;
  #revision = 0;
  #following: Promise<unknown> = Promise.resolve();
  /** Hosts that were asked, and gave an answer. */
  readonly asked: string[] = [];

  private constructor() {
    this.#server = createServer(async (incoming, response) => {
      const host = (incoming.headers.host ?? '').replace(/:\d+$/, '');
      const token = incoming.url?.split('/').at(-1) ?? '';
      const text = await this.#answer(host, token);
      if (text !== undefined) this.asked.push(host);
      response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain' });
      response.end(text);
    });
  }

  static async start(): Promise<AnsweringGateway> {
    const gateway = new AnsweringGateway();
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve));
    gateway.#following = gateway.#follow();
    untilSpecEnds(() => gateway.stop());
    return gateway;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#following;
    this.#published.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(host: string, token: string): Promise<string | undefined> {
    const document = await this.#published.document(`challenge:${host}`);
    return document && ChallengeDocument.parse(document.content).answers[token]?.text;
  }

  #follow(): Promise<unknown> {
    return eventually(async () => {
      if (!this.standing) this.#revision = (await this.#published.head())?.revision ?? 0;
      await this.#voice.heartbeat(this.#revision);
      return this.#stopped;
    });
  }
}
