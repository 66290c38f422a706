import { Injectable } from '@nestjs/common';
import { NamedSettingsPart } from '../app-access/index.ts';
import { limitKind } from './limit-kind.ts';
import type { LimitSettings } from './policy.ts';

/** Rate limits of an app. */
@Injectable()
export class LimitsService extends NamedSettingsPart<LimitSettings> {
  protected readonly kind = limitKind;
}
