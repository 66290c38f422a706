import { Injectable } from '@nestjs/common';

/** The service's only clock, so that rules about time can be tested. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  in(milliseconds: number): Date {
    return new Date(this.now().getTime() + milliseconds);
  }
}

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => minutes(count * 60);
export const days = (count: number): number => hours(count * 24);
