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
      /** Sends a body of this kind, and says with what status it ended. */
      readonly send: (kind: Kind) => Promise<number>;
      /** The token that is sent with a call of a path, where the API is a path of the page's own origin. */
      readonly tokenFor: (path: string) => Promise<string>;
    };
  }
}

const BYTES = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);

const BODIES = {
  text: () => 'amount=10 €',
  bytes: () => BYTES,
  blob: () => new Blob([BYTES], { type: 'image/png' }),
  fields: () => new URLSearchParams({ amount: '10 €' }),
  form: () => {
    const form = new FormData();
    form.set('receipt', new Blob([BYTES]), 'receipt.pdf');
    return form;
  },
  stream: () => new Blob([BYTES]).stream(),
} as const satisfies Record<string, () => BodyInit>;
type Kind = keyof typeof BODIES;

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
    send: async (kind) => {
      const init = { method: 'POST', body: BODIES[kind](), ...(kind === 'stream' ? { duplex: 'half' } : {}) };
      return (await call(`${api}/payments`, init)).status;
    },
    tokenFor: async (path) => {
      const answer = (request: RequestInfo | URL) =>
        Promise.resolve(new Response(new Request(request).headers.get('authorization')));
      const signIn = () => Promise.reject(new Error('no sign-in was expected'));
      const own = stepUpFetch({ api: '/api', token: () => 'session', signIn, fetch: answer });
      return (await own(path)).text();
    },
  };
  // The user is back from the provider: their task is done now.
  if ((await redirect.resume()) === 'pay') show(await pay());
  document.body.dataset.ready = 'yes';
}
