/** The sign-in on the provider's pages, from the first form to the end of the interaction. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from 'oidc-provider';
import type { Interaction, InteractionResults, Provider } from 'oidc-provider';
import { findUser } from './accounts.ts';
import { targetAcr } from './acr.ts';
import { askedOf } from './asked.ts';
import { factorsOfLevel } from './factors.ts';
import type { Factor } from './factors.ts';
import { errorPage, signInPage } from './pages.ts';
import { reasonOf } from './reason.ts';
import { ProgressBook } from './sign-in-progress.ts';
import type { Progress } from './sign-in-progress.ts';
import { readForm, redirect, sendPage } from './web.ts';

/** The path below which the pages are. */
export const INTERACTION_PATH = '/interaction/';

/** One request to a page, and the state of its interaction. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly interaction: Interaction;
  readonly progress: Progress;
  readonly vocabulary: readonly string[];
  /** The acr that this sign-in has to reach, and the factors for it. */
  readonly acr: string;
  readonly factors: readonly [Factor, ...Factor[]];
}

/** Answers the requests below {@link INTERACTION_PATH}. A cookie says to which sign-in a page belongs. */
export class SignInPages {
  readonly #provider: Provider;
  readonly #acr: readonly string[];
  readonly #book = new ProgressBook();

  /** @param acr the vocabulary, weakest to strongest */
  constructor(provider: Provider, acr: readonly string[]) {
    this.#provider = provider;
    this.#acr = acr;
  }

  /** Never rejects: an error is shown as a page. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#answer(request, response);
    } catch (error) {
      const known = error instanceof errors.OIDCProviderError;
      const description = known ? (error.error_description ?? error.message) : String(error);
      sendPage(response, known ? error.statusCode : 500, errorPage('The sign-in broke off', description));
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const interaction = await this.#provider.interactionDetails(request, response);
    if (interaction.prompt.name !== 'login') {
      await this.#provider.interactionFinished(request, response, { consent: {} });
      return;
    }
    const { params, session } = interaction;
    const acr = targetAcr(this.#acr, params.acr_values, session?.acr) ?? this.#acr[0] ?? '';
    const factors = factorsOfLevel(this.#acr.indexOf(acr));
    const progress = this.#book.get(interaction.uid);
    const visit = { request, response, interaction, progress, vocabulary: this.#acr, acr, factors };
    if (request.method === 'POST') await this.#submit(visit);
    else ask(visit);
  }

  async #submit(visit: Visit): Promise<void> {
    const { request, response, interaction, progress } = visit;
    const form = await readForm(request);
    if (form.has('cancel')) {
      await this.#finish(visit, {
        error: 'access_denied',
        error_description: 'the user cancelled the sign-in',
      });
      return;
    }
    const factor = nextFactor(visit);
    // The form is of another step: the page was open twice, or came back from the history. Show the current step.
    if (form.get('factor') !== factor) {
      redirect(response, pageOf(interaction));
      return;
    }
    const username = progress.username ?? form.get('username')?.trim() ?? '';
    const problem = check(factor, username, form);
    if (problem !== undefined) {
      ask(visit, username, problem);
      return;
    }
    await this.#advance(visit, username, factor);
  }

  async #advance(visit: Visit, username: string, factor: Factor): Promise<void> {
    const { response, interaction, progress, acr, factors } = visit;
    const passed = [...progress.passed, factor];
    if (passed.length < factors.length) {
      this.#book.set(interaction.uid, { username, passed });
      redirect(response, pageOf(interaction));
      return;
    }
    const ts = await this.#timeOfAuthentication(interaction);
    await this.#finish(visit, { login: { accountId: username, acr, amr: [...passed], ts } });
  }

  /** auth_time has whole seconds: a second sign-in within the same second waits, so that its auth_time is greater. */
  async #timeOfAuthentication({ session }: Interaction): Promise<number> {
    const previous = session && (await this.#provider.Session.findByUid(session.uid))?.loginTs;
    if (previous === undefined) return Math.floor(Date.now() / 1000);
    await sleep(Math.max(0, (previous + 1) * 1000 - Date.now()));
    return Math.max(previous + 1, Math.floor(Date.now() / 1000));
  }

  async #finish({ request, response, interaction }: Visit, result: InteractionResults): Promise<void> {
    this.#book.delete(interaction.uid);
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
}

function ask(visit: Visit, username = visit.progress.username, problem?: string): void {
  const { response, interaction, progress, acr, factors, vocabulary } = visit;
  const page = signInPage({
    factor: nextFactor(visit),
    step: { number: progress.passed.length + 1, of: factors.length },
    reason: reasonOf(interaction, acr, vocabulary),
    asked: askedOf(interaction, factors),
    action: pageOf(interaction),
    username: username ?? interaction.session?.accountId ?? '',
    problem,
  });
  sendPage(response, problem === undefined ? 200 : 400, page);
}

function nextFactor({ progress, factors }: Visit): Factor {
  return factors[progress.passed.length] ?? factors[0];
}

function pageOf(interaction: Interaction): string {
  return `${INTERACTION_PATH}${interaction.uid}`;
}

/** @returns why the factor was not accepted, or undefined when it was */
function check(factor: Factor, username: string, form: URLSearchParams): string | undefined {
  const user = findUser(username);
  if (factor === 'pwd') {
    return user?.password === (form.get('password') ?? '') ? undefined : 'Wrong user name or password.';
  }
  if (factor === 'otp') {
    return form.get('code') === user?.oneTimeCode ? undefined : 'Wrong code: enter the six digits once more.';
  }
  return undefined;
}
