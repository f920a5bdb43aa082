import * as v from 'valibot';
import { ECHO, methodOf, stageOf, startGatewayOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';
import { send } from '../../support/send.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayOf(
    { Backend: ECHO },
    {
      methods: [methodOf('GET', '/'), methodOf('GET', '/items/{id}')],
      stages: [stageOf({ name: 'blue' }), stageOf({ name: 'green' })],
      domains: [
        { domainName: 'whole.example.com', basePath: undefined, stage: 'blue' },
        { domainName: 'parts.example.com', basePath: 'shop', stage: 'blue' },
        { domainName: 'parts.example.com', basePath: 'beta', stage: 'green' },
      ],
    },
  );
});
afterAll(() => gateway.close());

const eventSchema = v.object({
  path: v.string(),
  requestContext: v.object({ path: v.string(), stage: v.string(), domainName: v.string() }),
});

/** What the backend gets of a request, or the status when it gets none. */
async function get(host: string, path: string) {
  const { status, body } = await send('GET', new URL(path, gateway.url).href, [['Host', host]]);
  if (status !== 200) return status;
  const { path: eventPath, requestContext } = v.parse(eventSchema, body);
  return { eventPath, ...requestContext };
}

describe('several stages', () => {
  test('are distinguished by the first segment of the path', async () => {
    const host = new URL(gateway.url).host;
    const common = { eventPath: '/items/1', domainName: host };
    expect(await get(host, '/blue/items/1')).toEqual({ ...common, path: '/blue/items/1', stage: 'blue' });
    expect(await get(host, '/green/items/1')).toEqual({ ...common, path: '/green/items/1', stage: 'green' });
    expect(await get(host, '/red/items/1')).toBe(403);
  });
});

// AWS: "Custom domain name for public REST APIs": the event's path has the base path, and the stage shows nowhere.
describe('a custom domain', () => {
  test('that is mapped without base paths shows neither stage nor base path', async () => {
    expect(await get('whole.example.com', '/items/1')).toEqual({
      eventPath: '/items/1',
      path: '/items/1',
      stage: 'blue',
      domainName: 'whole.example.com',
    });
  });

  test('with base paths leads to the stage of each, and keeps the base path in the path', async () => {
    expect(await get('parts.example.com', '/shop/items/1')).toMatchObject({
      eventPath: '/shop/items/1',
      path: '/shop/items/1',
      stage: 'blue',
    });
    expect(await get('parts.example.com', '/beta')).toMatchObject({ path: '/beta', stage: 'green' });
  });

  test('answers 403 where nothing is mapped, also for paths of its stages', async () => {
    expect(await get('parts.example.com', '/items/1')).toBe(403);
    expect(await get('parts.example.com', '/shopping/items/1')).toBe(403);
    expect(await get('parts.example.com', '/blue/items/1')).toBe(403);
  });
});
