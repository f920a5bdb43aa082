/** What others find in our templates, and what of it is accepted. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Check } from './peer.ts';

export interface Finding {
  readonly rule: string;
  readonly app: 'example' | 'consumer';
  /** The name of the template, such as `example cn-north-1`. */
  readonly template: string;
  /** The logical id without CDK's hash, or a path in the app. */
  readonly on: string;
  /** The CloudFormation type, where the peer tells it. */
  readonly type?: string | undefined;
  /** The properties of the resource, where the peer judges templates. */
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A finding that stays, with the reason. */
export interface Accepted {
  readonly peer: string;
  readonly rule: string;
  /** Resources by their names, or by their types. */
  readonly on: readonly string[];
  /** Only in this app. */
  readonly app?: 'example' | 'consumer';
  /** Only where the resource says it with this property, so that it is not left to chance. */
  readonly saying?: string;
  readonly why: string;
}

/** A check for each template: no finding but accepted ones; and one for the list: no entry that has no finding. */
export function judge(
  templates: readonly string[],
  findings: readonly Finding[],
  accepted: readonly Accepted[],
): Check[] {
  const fresh = findings.filter((finding) => !accepted.some((one) => accepts(one, finding)));
  const idle = accepted.flatMap((one) =>
    one.on
      .filter((target) => !findings.some((finding) => accepts({ ...one, on: [target] }, finding)))
      .map((target) => `${one.rule} on ${target}`),
  );
  return [
    ...templates.map((template) => ({
      name: `${template}: no finding but accepted ones`,
      problem: problemOf(fresh.filter((one) => one.template === template)),
    })),
    {
      name: 'every accepted finding is still found',
      problem: idle.length === 0 ? undefined : `take out of accepted.ts: ${idle.join('; ')}`,
    },
  ];
}

function accepts({ rule, app, on, saying }: Accepted, finding: Finding): boolean {
  return (
    rule === finding.rule &&
    (app ?? finding.app) === finding.app &&
    (saying === undefined || finding.properties?.[saying] !== undefined) &&
    on.some((target) => names(target, finding))
  );
}

function names(target: string, { on, type }: Finding): boolean {
  return target === on || target === type;
}

function problemOf(findings: readonly Finding[]): string | undefined {
  if (findings.length === 0) return undefined;
  return findings.map(({ rule, type = '', on, message }) => `${rule} ${type} ${on}: ${message}`).join('\n');
}

const resources = v.object({
  Resources: v.record(
    v.string(),
    v.object({ Type: v.string(), Properties: v.optional(v.record(v.string(), v.unknown()), {}) }),
  ),
});

/** What a template has under a logical id. */
export function resourceIn(file: string, logicalId: string): Pick<Finding, 'on' | 'type' | 'properties'> {
  const { Resources } = v.parse(resources, JSON.parse(readFileSync(file, 'utf8')));
  const { Type: type, Properties: properties } = Resources[logicalId] ?? {};
  return {
    on: logicalId.replace(/[0-9A-F]{8}$/, ''),
    type,
    ...(properties === undefined ? {} : { properties }),
  };
}
