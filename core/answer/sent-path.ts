/**
 * The path of a request, taken apart by the template of its resource. API Gateway (REST API) hands over the path as it was
 * sent, and the parameters as it took them from that path: what both say is known, what they do not agree on is not.
 */
import { decoded, decodedStrictly } from '../percent-encoding.ts';
import { ownValue } from '../own-value.ts';
import { withoutFirstSlashes, withoutLastSlashes } from '../slashes.ts';

/** A path as it was sent, with its stage or base path, and the template of its resource, such as `/payments/{id}`. */
export interface TemplatedPath {
  readonly path: string;
  readonly template: string;
  /** The parameters as the gateway says them, encoded or decoded. */
  readonly values: Readonly<Record<string, string | null | undefined>>;
}

export interface SentPath {
  /** The segments before the resource: the stage, or the base path of a custom domain. */
  readonly before: readonly string[];
  /** The resource, as it was sent, with its first slash. */
  readonly below: string;
  /**
   * Whether it is sure which path API Gateway has matched. If it is not sure where the resource begins, `below` may have too
   * few segments, or the stage before them. Nor is it known whether slashes in a row count, but at the start and the end, and
   * in a greedy value.
   */
  readonly isSure: boolean;
  /**
   * The parameters of the template, decoded once. Undefined where one of them is no UTF-8, or is not what the gateway
   * says: then the gateway has taken the path apart in another way.
   */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

/** Takes the path apart from its end: as many segments as the template has are the resource. */
export function takeApart({ path, template, values }: TemplatedPath): SentPath {
  const pattern = segmentsOf(template).map(({ text }) => text);
  const segments = segmentsOf(path);
  const greedy = greedyName(pattern.at(-1));
  const value = greedy === undefined ? '' : (givenValue(values, greedy) ?? '');
  const tail = greedy === undefined ? undefined : greedyTail(path, value);
  // A value that is no end of the path says at least how many segments the gateway took for it.
  const count = greedy === undefined ? pattern.length : pattern.length - 1 + segmentsOf(tail ?? value).length;
  const own = segments.slice(Math.max(0, segments.length - count));
  const before = segments.slice(0, segments.length - own.length);
  const below = path.slice(before.at(-1)?.end ?? 0) || '/';
  return {
    before: before.map(({ text }) => text),
    below,
    isSure:
      own.length === count &&
      (greedy === undefined || tail !== undefined) &&
      !hasSlashesInRow(below, tail ?? ''),
    parameters: parametersOf(
      pattern,
      own.map(({ text }) => text),
      tail,
      values,
    ),
  };
}

interface Segment {
  readonly text: string;
  /** Where it ends in the path. */
  readonly end: number;
}

/** Without empty ones. Only a greedy value keeps slashes in a row, and it is compared as a whole. */
function segmentsOf(path: string): readonly Segment[] {
  return [...path.matchAll(/[^/]+/g)].map(({ 0: text, index }) => ({ text, end: index + text.length }));
}

/** Before the greedy value, which is empty where there is none. */
function hasSlashesInRow(below: string, greedyValue: string): boolean {
  const path = withoutLastSlashes(below);
  const fixed = path.slice(0, path.length - withoutLastSlashes(greedyValue).length);
  return withoutFirstSlashes(fixed).includes('//');
}

const PARAMETER = /^\{([^{}+]+)\}$/;

function greedyName(segment = ''): string | undefined {
  return /^\{([^{}+]+)\+\}$/.exec(segment)?.[1];
}

/** The end of the sent path that stands for a greedy parameter; undefined where no end of it does. */
function greedyTail(path: string, value: string): string | undefined {
  // The gateway leaves out the slash at the end.
  return tailFor(path, value) ?? tailFor(withoutLastSlashes(path), withoutLastSlashes(value));
}

function tailFor(sent: string, value: string): string | undefined {
  if (sent.endsWith(`/${value}`)) return value;
  const segments = sent.split('/');
  let start = segments.length;
  for (let left = value.length; left >= 0 && start > 0; left -= decoded(segments[start] ?? '').length + 1) {
    start -= 1;
  }
  const tail = segments.slice(start);
  return tail.map(decoded).join('/') === value ? tail.join('/') : undefined;
}

/** The value that the gateway gives for the parameter. */
function givenValue(values: TemplatedPath['values'], name: string): string | undefined {
  return ownValue(values, name) ?? undefined;
}

function parametersOf(
  pattern: readonly string[],
  own: readonly string[],
  tail: string | undefined,
  values: TemplatedPath['values'],
): SentPath['parameters'] {
  const parameters: [name: string, value: string][] = [];
  for (const [index, part] of pattern.entries()) {
    const greedy = greedyName(part);
    const name = greedy ?? PARAMETER.exec(part)?.[1];
    if (name === undefined) continue;
    const sent = greedy === undefined ? own[index] : tail;
    const value = sent === undefined ? undefined : decodedStrictly(sent);
    const given = givenValue(values, name);
    if (value === undefined || given === undefined) return undefined;
    const spelt = greedy === undefined ? (text: string) => text : withoutLastSlashes;
    if (![given, decodedStrictly(given)].some((one) => one !== undefined && spelt(one) === spelt(value)))
      return undefined;
    parameters.push([name, value]);
  }
  return Object.fromEntries(parameters);
}
