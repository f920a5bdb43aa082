/** The local gateway sends no body in base64; API Gateway does for an API with binary media types. */
import { METRICS } from '../../core/contract.ts';
import { exchangeForm, variantsOf } from '../support/exchange-form.ts';
import type { FormVariants } from '../support/exchange-form.ts';
import { startExchangeFunction } from './exchange-function.ts';
import type { ExchangeFunction } from './exchange-function.ts';
import { startSignedInStack } from '../support/stacks/signed-in-stack.ts';
import type { SignedInStack } from '../support/stacks/signed-in-stack.ts';

let stack: SignedInStack;
let bundle: ExchangeFunction;
let form: FormVariants;

beforeAll(async () => {
  stack = await startSignedInStack();
  form = variantsOf(exchangeForm(stack.strong.accessToken, stack.target('POST /payments').resource));
  bundle = startExchangeFunction(stack, ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3']);
});
afterAll(async () => {
  bundle.close();
  await stack.close();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

async function post(body: string, isBase64Encoded: boolean) {
  const { statusCode, headers, body: text } = await bundle.post(body, isBase64Encoded);
  expect(headers['Cache-Control']).toBe('no-store');
  const answer: unknown = JSON.parse(text);
  return { statusCode, answer };
}

const refused = (description: RegExp) => ({
  statusCode: 400,
  answer: { error: 'invalid_request', error_description: expect.stringMatching(description) },
});

describe('a body in base64, handed to the built function,', () => {
  test('is the form that it holds: granted', async () => {
    expect(await post(base64(form.andAlso()), true)).toMatchObject({
      statusCode: 200,
      answer: { access_token: expect.stringMatching(/^sug_/) },
    });
  });

  test('or refused for what is wrong in it', async () => {
    expect(await post(base64(form.without('resource')), true)).toEqual(refused(/^resource is missing: /));
    expect(await post(base64(form.andAlso(['resource', 'x'])), true)).toEqual(
      refused(/^resource is sent more than once: /),
    );
  });

  test('with a flag that is wrong is refused', async () => {
    const nothingInIt = refused(/^grant_type is missing: send /);
    expect(await post(form.andAlso(), true)).toEqual(nothingInIt);
    expect(await post(base64(form.andAlso()), false)).toEqual(nothingInIt);
    expect(await post('', true)).toEqual(nothingInIt);
    expect(await post('%%%', true)).toEqual(nothingInIt);
  });

  test('of 1 MB is refused by its length, in either spelling', async () => {
    const long = form.withFields({ padding: 'a'.repeat(1024 * 1024) });
    const tooLong = refused(/^The body is too long: send only .* at most 32768 characters\.$/);
    expect(await post(base64(long), true)).toEqual(tooLong);
    expect(await post(long, true)).toEqual(tooLong);
    expect(await post(long, false)).toEqual(tooLong);
  });
});

test('none of them was a fault of ours, or left a secret in a log', async () => {
  expect(bundle.log.filter(({ line }) => line.includes(`"${METRICS.grantRefused}":`))).not.toEqual([]);
  expect(bundle.log.filter(({ line }) => line.includes(`"${METRICS.fault}":`))).toEqual([]);
  expect(await stack.leaks(bundle.log)).toEqual([]);
});
