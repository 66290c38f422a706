import { Module } from '@nestjs/common';
import { JwtIssuersController } from './jwt-issuers.controller.ts';
import { JwtIssuersService } from './jwt-issuers.service.ts';
import { KeySets } from './key-set.ts';
import { KeySetFollower } from './key-set-follower.ts';

@Module({ controllers: [JwtIssuersController], providers: [JwtIssuersService, KeySets, KeySetFollower] })
export class JwtIssuersModule {}
