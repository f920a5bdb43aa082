/** An answer of the gateway itself. */
import type { GatewayResponseType } from '../../core/gateway/gateway-response-types.ts';

/** `message` in place of the text of the type. */
export interface Refusal {
  readonly type: GatewayResponseType;
  readonly message?: string;
}
