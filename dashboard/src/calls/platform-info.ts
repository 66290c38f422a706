import type { platformInfo } from '@aegis/contracts';
import type { z } from 'zod';

export type PlatformInfo = z.output<(typeof platformInfo)['response']>;
