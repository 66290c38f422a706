import { adminErrors } from './admin.ts';
import { authenticationErrors } from './authentication.ts';
import { decidingErrors } from './deciding.ts';
import { forwardingErrors } from './forwarding.ts';
import { errorCodes } from './index.ts';
import { resolvingErrors } from './resolving.ts';

const areas = [resolvingErrors, authenticationErrors, decidingErrors, forwardingErrors, adminErrors];

describe('the table of errors', () => {
  it('has each code of each area once', () => {
    const codes = areas.flatMap((area) => Object.keys(area));
    expect(Object.keys(errorCodes)).toEqual(codes);
  });
});
