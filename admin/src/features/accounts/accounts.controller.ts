import {
  forgotPassword,
  getMe,
  register,
  resendVerification,
  resetPassword,
  updateMe,
  verifyEmail,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { reply } from '../../platform/http/reply.ts';
import { MeService } from '../sessions/index.ts';
import { PasswordService } from './password.service.ts';
import { ProfileService } from './profile.service.ts';
import { RegistrationService } from './registration.service.ts';
import { VerificationService } from './verification.service.ts';

@Controller()
export class AccountsController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly verification: VerificationService,
    private readonly passwords: PasswordService,
    private readonly profile: ProfileService,
    private readonly me: MeService,
  ) {}

  @Handles(register)
  async register({ ctx, body }: Call<typeof register>): Promise<Answer<typeof register>> {
    await this.registration.register(ctx, body);
    return { status: 'verification_sent', email: body.email };
  }

  @Handles(verifyEmail)
  async verifyEmail({ ctx, body }: Call<typeof verifyEmail>): Promise<Answer<typeof verifyEmail>> {
    const { cookies, ...signedIn } = await this.verification.verify(ctx, body.token);
    return reply(signedIn, { cookies });
  }

  @Handles(resendVerification)
  async resend({ ctx, body }: Call<typeof resendVerification>): Promise<Answer<typeof resendVerification>> {
    await this.verification.resend(ctx, body.email);
    return { status: 'verification_sent' };
  }

  @Handles(forgotPassword)
  async forgot({ ctx, body }: Call<typeof forgotPassword>): Promise<Answer<typeof forgotPassword>> {
    await this.passwords.forgot(ctx, body.email);
    return { status: 'reset_sent' };
  }

  @Handles(resetPassword)
  async reset({ ctx, body }: Call<typeof resetPassword>): Promise<void> {
    await this.passwords.reset(ctx, body.token, body.password);
  }

  @Handles(getMe)
  async read({ ctx }: Call<typeof getMe>): Promise<Answer<typeof getMe>> {
    return this.me.read(ctx);
  }

  @Handles(updateMe)
  async update({ ctx, body }: Call<typeof updateMe>): Promise<Answer<typeof updateMe>> {
    return this.profile.update(ctx, body);
  }
}
