import {
  createKey,
  getKey,
  introspectKey,
  listAllKeys,
  listKeys,
  revokeKey,
  rotateKey,
  updateKey,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { KeyLists } from './key-lists.ts';
import { KeysService } from './keys.service.ts';

@Controller()
export class KeysController {
  constructor(
    private readonly lists: KeyLists,
    private readonly keys: KeysService,
  ) {}

  @Handles(listAllKeys)
  async listAll({ ctx, query }: Call<typeof listAllKeys>): Promise<Answer<typeof listAllKeys>> {
    return this.lists.list(ctx, undefined, query);
  }

  @Handles(listKeys)
  async list({ ctx, params, query }: Call<typeof listKeys>): Promise<Answer<typeof listKeys>> {
    return this.lists.list(ctx, params.app_id, query);
  }

  @Handles(createKey)
  async create({ ctx, params, body }: Call<typeof createKey>): Promise<Answer<typeof createKey>> {
    return this.keys.create(ctx, params.app_id, body);
  }

  @Handles(introspectKey)
  async introspect({ ctx, params, body }: Call<typeof introspectKey>): Promise<Answer<typeof introspectKey>> {
    return this.keys.introspect(ctx, params.app_id, body.key);
  }

  @Handles(getKey)
  async get({ ctx, params }: Call<typeof getKey>): Promise<Answer<typeof getKey>> {
    return this.keys.get(ctx, params.app_id, params.id);
  }

  @Handles(updateKey)
  async update({ ctx, params, body, ifMatch }: Call<typeof updateKey>): Promise<Answer<typeof updateKey>> {
    return this.keys.update(ctx, params.app_id, params.id, body, ifMatch);
  }

  @Handles(rotateKey)
  async rotate({ ctx, params, body }: Call<typeof rotateKey>): Promise<Answer<typeof rotateKey>> {
    return this.keys.rotate(ctx, params.app_id, params.id, body.overlap_seconds);
  }

  @Handles(revokeKey)
  async revoke({ ctx, params }: Call<typeof revokeKey>): Promise<Answer<typeof revokeKey>> {
    return this.keys.revoke(ctx, params.app_id, params.id);
  }
}
