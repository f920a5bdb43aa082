/** The stage that a request is for, and its path below that stage. */
import { withoutFirstSlashes } from '../../core/slashes.ts';
import type { ApiResource } from '../template/api.ts';

/** The stage that a request is for: by its host if that is a custom domain, else by the first segment of its path. */
export function findStage(host: string, path: string, { stages, domains, hasDefaultEndpoint }: ApiResource) {
  const [domainName = ''] = host.toLowerCase().split(':');
  const mappings = domains.filter((domain) => domain.domainName === domainName);
  if (mappings.length === 0) {
    // AWS: "Disable the default endpoint for REST APIs": it then answers 403 Forbidden.
    if (!hasDefaultEndpoint) return undefined;
    const stage = stages.find(({ name }) => isBelow(`/${name}`, path));
    if (stage === undefined) return undefined;
    const below = withoutFirstSlashes(path.slice(stage.name.length + 1)) || '/';
    return { stage, path: below, eventPath: below };
  }
  const mapping =
    mappings.find(({ basePath }) => basePath !== undefined && isBelow(`/${basePath}`, path)) ??
    mappings.find(({ basePath }) => basePath === undefined);
  const stage = stages.find(({ name }) => name === mapping?.stage);
  if (mapping === undefined || stage === undefined) return undefined;
  const below = mapping.basePath === undefined ? path : path.slice(mapping.basePath.length + 1);
  return { stage, path: withoutFirstSlashes(below) || '/', eventPath: path };
}

function isBelow(base: string, path: string): boolean {
  return path === base || path.startsWith(`${base}/`);
}
