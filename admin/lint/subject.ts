/** One item of the policy table, with what several rules read of it, so that it is computed once. */
import { groupKey, isGroupKey, METHODS } from '../../core/policy/item.ts';
import { versionsOf } from '../../core/policy/versions.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { askedAcrOf } from './asked-acr.ts';
import type { AskedAcr } from './asked-acr.ts';
import { writtenConditionsOf } from './condition/written.ts';
import type { WrittenCondition } from './condition/written.ts';
import { fallbacksOf, isWildcard, partsOf } from './coverage.ts';
import { parametersOf } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { layersOf, liveVersions } from './versions.ts';
import type { Layers } from './versions.ts';
import type { World } from './world.ts';
import { writtenDemandsOf } from './written-demands.ts';
import type { WrittenDemands } from './written-demands.ts';

interface Item extends Layers {
  readonly key: string;
  readonly isGroup: boolean;
  /** The methods of the requests for which it counts. */
  readonly methods: readonly string[];
  /** The path parameters of such requests; undefined if the templates are not known. */
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

/** Undefined for an item that does not parse, or whose group is missing. */
export function subjectOf(key: string, world: World): Subject | undefined {
  const item = isGroupKey(key) ? groupAt(key, world) : routeAt(key, world);
  if (item === undefined) return undefined;
  const versions = versionsOf(layersOf(item), world.trust.acr);
  const live = liveVersions(versions, world.now);
  return {
    ...item,
    versions,
    liveVersions: live,
    demands: writtenDemandsOf(item, world),
    conditions: writtenConditionsOf(item.own, item.parameters, { methods: item.methods, now: world.now }),
    askedAcr: askedAcrOf(item, live, world),
    fallbacks: item.isGroup ? new Set() : fallbacksOf(key, world.items.keys),
  };
}

function routeAt(key: string, world: World): Item | undefined {
  const own = world.items.routes.get(key);
  if (own === undefined) return undefined;
  const group = own.group === undefined ? undefined : world.items.groups.get(groupKey(own.group));
  if (own.group !== undefined && group === undefined) return undefined;
  const [method] = partsOf(key);
  const methods = method === 'ANY' ? ANY_METHOD : [method];
  return { key, own, group, isGroup: false, methods, parameters: parametersUnder([key], world) };
}

function groupAt(key: string, world: World): Item | undefined {
  const own = world.items.groups.get(key);
  if (own === undefined) return undefined;
  const parameters = parametersUnder(world.items.members.get(key) ?? [], world);
  return { key, own, group: undefined, isGroup: true, methods: ANY_METHOD, parameters };
}

/** For a protected method OPTIONS, only an item with ANY counts. */
const ANY_METHOD = [...METHODS, 'OPTIONS'];

/** The path parameters under these items; undefined if one is a wildcard whose templates are not known. */
function parametersUnder(keys: readonly string[], { coverage }: World): Parameters | undefined {
  const templates: string[] = [];
  for (const key of keys) {
    const [, template] = partsOf(key);
    const used = coverage?.uses.get(key)?.templates;
    if (used !== undefined && used.size > 0) for (const one of used) templates.push(one);
    else if (isWildcard(key)) return undefined;
    else templates.push(template);
  }
  return parametersOf(templates);
}
