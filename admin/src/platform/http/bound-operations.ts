import { type Operation, operations } from '@aegis/contracts';
import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { OPERATION } from './handles.ts';

/** Ids of the operations that have a handler. */
export function boundOperations(app: INestApplication): string[] {
  const discovery = app.get(DiscoveryService);
  const scanner = new MetadataScanner();
  const reflector = app.get(Reflector);
  return discovery.getControllers().flatMap(({ instance }) => {
    const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const operation = handler && reflector.get<Operation | undefined>(OPERATION, handler);
      return operation ? [operation.id] : [];
    });
  });
}

/** @throws Error naming every operation of the contracts that nobody handles */
export function assertAllBound(app: INestApplication): void {
  const bound = new Set(boundOperations(app));
  const missing = Object.values(operations).filter(({ id }) => !bound.has(id));
  if (missing.length > 0) {
    throw new Error(`operations without a handler: ${missing.map(({ id }) => id).join(', ')}`);
  }
}
