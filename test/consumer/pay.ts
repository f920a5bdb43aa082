/** A program that calls the API: prints what the backend answered. */
import { stepUpFetch } from 'step-up-authorizer/client';

const [url = '', body = '', session = '', elevated = ''] = process.argv.slice(2);

const fetch = stepUpFetch({
  api: url,
  token: () => session,
  signIn: () => Promise.resolve(elevated),
});
console.log(await (await fetch(url, { method: 'POST', body })).text());
