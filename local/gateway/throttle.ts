/** Token buckets for the throttling settings of a stage (AWS: "Throttle requests to your REST APIs"). */
import type { StageResource } from '../template/api.ts';
import type { Throttling } from '../template/throttling.ts';

/** Whether a request for this method and resource of a stage is allowed now. */
export type Throttle = (stage: StageResource, httpMethod: string, resourcePath: string) => boolean;

/** Each stage has buckets of its own. `clock` in ms. */
export function createThrottle(stages: readonly StageResource[], clock: () => number): Throttle {
  const ofStages = new Map(stages.map((stage) => [stage, createStageThrottle(stage.throttling, clock)]));
  return (stage, httpMethod, resourcePath) => ofStages.get(stage)?.(httpMethod, resourcePath) ?? true;
}

/** Buckets for each setting. The setting for the method itself takes precedence over the setting for all methods. */
function createStageThrottle(settings: readonly Throttling[], clock: () => number) {
  const buckets = settings.map((setting) => ({
    setting,
    take: createBucket(setting.rate, setting.burst, clock),
  }));
  return (httpMethod: string, resourcePath: string): boolean => {
    const own = buckets.find(
      ({ setting }) => setting.httpMethod === httpMethod && setting.resourcePath === resourcePath,
    );
    const general = buckets.find(({ setting }) => setting.httpMethod === '*' && setting.resourcePath === '*');
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
