/**
 * Amazon Cognito: "Understanding the access token" and "Understanding the identity (ID) token"
 * (docs.aws.amazon.com/cognito). A machine has an `auth_time`, too; its `sub` is the client.
 */
import { NO_TYPE } from '../token-type.ts';
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const cognito: Preset = {
  ...rfc9068,
  token: { ...rfc9068.token, typ: [NO_TYPE, 'jwt'], accessToken: [{ claim: 'token_use', value: 'access' }] },
  idToken: {
    claims: [
      'cognito:username',
      'cognito:groups',
      'cognito:roles',
      'cognito:preferred_role',
      'identities',
      'event_id',
      'origin_jti',
    ],
    always: { token_use: ['id'] },
  },
  machine: { subject: '', claims: ['auth_time', 'version', 'token_use'] },
};
