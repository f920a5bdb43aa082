/** An application whose provider lets no page call it (CORS) gives its sign-in a `fetch` that asks through a server of its own. */
import { beginSignIn, endSignIn } from '../../client/adapters/authorization-code.ts';

const issuer = 'https://id.example.com';
const metadata = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };

test('discovery and the token request go through it, and nothing else is asked', async () => {
  const asked: string[] = [];
  const application = {
    issuer,
    clientId: 'shop',
    redirectUri: 'https://shop.example.com/popup',
    fetch: (input: string | URL | Request, init?: RequestInit) => {
      const request = new Request(input, init);
      asked.push(`${request.method} ${request.url}`);
      const answer = request.method === 'GET' ? metadata : { error: 'invalid_grant' };
      return Promise.resolve(Response.json(answer, { status: request.method === 'GET' ? 200 : 400 }));
    },
  };
  const { url, pending } = await beginSignIn(application, { acrValues: ['gold'], maxAge: 300, reason: '' });
  expect(url.href).toContain(`${issuer}/auth?`);
  const callback = new URL(`${application.redirectUri}?code=c&state=${pending.state}`);
  await expect(endSignIn(application, pending, callback)).rejects.toMatchObject({ error: 'invalid_grant' });
  const discovery = `GET ${issuer}/.well-known/openid-configuration`;
  expect(asked).toEqual([discovery, discovery, `POST ${issuer}/token`]);
});
