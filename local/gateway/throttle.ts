/** Token buckets for the throttling settings of a stage (AWS: "Throttle requests to your REST APIs"). */
import type { Throttling } from '../template.ts';

/** Whether a request of this method and resource may pass now. */
export type Throttle = (httpMethod: string, template: string) => boolean;

/** Buckets for each setting; the one for the method itself counts rather than the one for all. `clock` in ms. */
export function createThrottle(settings: readonly Throttling[], clock: () => number): Throttle {
  const buckets = settings.map((setting) => ({
    setting,
    take: createBucket(setting.rate, setting.burst, clock),
  }));
  return (httpMethod, template) => {
    const own = buckets.find(
      ({ setting }) => setting.httpMethod === httpMethod && setting.template === template,
    );
    const general = buckets.find(({ setting }) => setting.httpMethod === '*' && setting.template === '*');
    return (own ?? general)?.take() ?? true;
  };
}

function createBucket(rate: number, burst: number, clock: () => number): () => boolean {
  let tokens = burst;
  let filledAt = clock();
  return () => {
    const now = clock();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * rate);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
