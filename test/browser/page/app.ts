/** An application of another origin than the API, as its developers would write it with the client library. */
import { signInByPopup, reportToOpener } from '../../../client/adapters/popup.ts';
import { signInByRedirect } from '../../../client/adapters/redirect.ts';
import { StepUpError, stepUpFetch } from '../../../client/index.ts';
import type { SignIn } from '../../../client/index.ts';
import type { Outcome, Settings } from '../page-contract.ts';

declare global {
  interface Window {
    app: {
      readonly pay: () => Promise<Outcome>;
      /** The challenge as a page can read it, without the library. */
      readonly challenge: () => Promise<string | null>;
    };
  }
}

type Task = 'pay';
const isTask = (value: unknown): value is Task => value === 'pay';

if (location.pathname === '/popup') reportToOpener();
else await start(await settings());

async function settings(): Promise<Settings> {
  const answer: Promise<Settings> = (await fetch('/settings.json')).json();
  return answer;
}

async function start({ api, application, flow, token, elevated = '' }: Settings): Promise<void> {
  let signIns = 0;
  const redirect = signInByRedirect<Task>(application, () => 'pay', isTask);
  const flows: Record<Settings['flow'], SignIn> = {
    popup: signInByPopup(application),
    redirect: redirect.signIn,
    given: () => Promise.resolve(elevated),
  };
  const call = stepUpFetch({
    api,
    token: () => token,
    signIn: (challenge, signal) => {
      signIns += 1;
      return flows[flow](challenge, signal);
    },
  });

  const pay = async (): Promise<Outcome> => {
    try {
      const response = await call(`${api}/payments`, { method: 'POST', body: '{"amount":10}' });
      return { status: response.status, body: await response.json().catch(() => undefined), signIns };
    } catch (error) {
      return { error: error instanceof StepUpError ? error.code : String(error), signIns };
    }
  };
  const show = (outcome: Outcome) => {
    document.querySelector('output')?.append(JSON.stringify(outcome));
  };
  document.querySelector('button')?.addEventListener('click', () => void pay().then(show));
  window.app = {
    pay,
    challenge: async () => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await fetch(`${api}/payments`, { method: 'POST', headers })).headers.get('www-authenticate');
    },
  };
  // Back from the provider: what the user wanted to do is done now.
  if ((await redirect.resume()) === 'pay') show(await pay());
  document.body.dataset.ready = 'yes';
}
