/** One item of the policy table, with what several rules read of it, so that it is computed once. */
import type { GroupPolicy } from '../../core/policy/item.ts';
import { isGroupKey, METHODS, partsOf } from '../../core/policy/key.ts';
import { parsedLayers } from '../../core/policy/route-policy.ts';
import { versionsAt, versionsOf } from '../../core/policy/versions.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { askedAcrOf } from './asked-acr.ts';
import type { AskedAcr } from './asked-acr.ts';
import { writtenConditionsOf } from './condition/written.ts';
import type { WrittenCondition } from './condition/written.ts';
import { fallbacksOf, isWildcard } from './coverage.ts';
import { parametersOf } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { World } from './world.ts';
import { writtenDemandsOf } from './written-demands.ts';
import type { WrittenDemands } from './written-demands.ts';

interface Item {
  readonly key: string;
  readonly own: GroupPolicy;
  /** The policy of the group that the item names. */
  readonly group: GroupPolicy | undefined;
  /** The group's policy and the item's own, in the order in which they hold together. */
  readonly layers: readonly GroupPolicy[];
  readonly isGroup: boolean;
  /** The methods of the requests for which it counts. */
  readonly methods: readonly string[];
  /** The templates of such requests; undefined if they are not known. */
  readonly templates: readonly string[] | undefined;
  /** Their path parameters. */
  readonly parameters: Parameters | undefined;
}

export interface Subject extends Item {
  /** The policy versions of the item together with its group, also those of the past. */
  readonly versions: readonly PolicyVersion[];
  /** Of these, the version in force and the announced ones. */
  readonly liveVersions: readonly PolicyVersion[];
  readonly demands: readonly WrittenDemands[];
  readonly conditions: readonly WrittenCondition[];
  readonly askedAcr: readonly AskedAcr[];
  /** The keys that would count without the item, for its methods; undefined stands for no key. */
  readonly fallbacks: ReadonlySet<string | undefined>;
}

/** Undefined for an item that does not parse, or whose group is missing or does not parse. */
export function subjectOf(key: string, world: World): Subject | undefined {
  const item = itemAt(key, world);
  if (item === undefined) return undefined;
  const versions = versionsOf(item.layers, world.trust.acr);
  const { current, announced } = versionsAt(versions, world.now);
  const liveVersions = [current, ...announced];
  return {
    ...item,
    versions,
    liveVersions,
    demands: writtenDemandsOf(item.own, liveVersions, world),
    conditions: writtenConditionsOf(item.own, item.parameters, { methods: item.methods, now: world.now }),
    askedAcr: askedAcrOf(item.own, liveVersions, world),
    fallbacks: fallbacksOf(key, world.items.keys),
  };
}

function itemAt(key: string, world: World): Item | undefined {
  const layers = parsedLayers(key, world.items.parsed)?.layers;
  if (layers?.ok !== true) return undefined;
  const [first, second] = layers.value;
  const [own, group] = second === undefined ? [first, undefined] : [second, first];
  const isGroup = isGroupKey(key);
  const [method] = partsOf(key);
  const templates = templatesUnder(isGroup ? (world.items.members.get(key) ?? []) : [key], world);
  return {
    ...{ key, own, group, layers: layers.value, isGroup },
    methods: isGroup || method === 'ANY' ? ANY_METHOD : [method],
    templates,
    parameters: templates && parametersOf(templates),
  };
}

/** For a protected method OPTIONS, only an item with ANY counts. */
const ANY_METHOD = [...METHODS, 'OPTIONS'];

/** The templates under these items; undefined if there are none, or one is a wildcard whose templates are not known. */
function templatesUnder(keys: readonly string[], { coverage }: World): readonly string[] | undefined {
  const templates: string[] = [];
  for (const key of keys) {
    const [, template] = partsOf(key);
    const used = coverage?.uses.get(key)?.templates;
    if (used !== undefined && used.size > 0) for (const one of used) templates.push(one);
    else if (isWildcard(key)) return undefined;
    else templates.push(template);
  }
  return templates.length === 0 ? undefined : templates;
}
