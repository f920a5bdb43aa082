/** The logical ids of gateway responses, over the deployments in which those of the API become ours and leave the app. */
import { casesOf } from '../../../support/effort.ts';
import { readFileSync } from 'node:fs';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { before, deploy, idsIn, NONE, pinsIn, responsesIn } from '../../../support/stacks/own-responses.ts';

const { ResponseType } = apigateway;
const header = (name: string) => `gatewayresponse.header.${name}`;

describe.each(['replace', 'merge'] as const)('over four deployments, %s', (gatewayResponses) => {
  test('no response of the API changes its logical id', () => {
    const first = idsIn(before());
    const second = deploy({ gatewayResponses });
    const ids = idsIn(second.resources);
    expect(ids).toMatchObject(first);
    expect(Object.keys(ids)).toHaveLength(7);

    const gatewayResponseIds = pinsIn(second.warnings);
    expect(gatewayResponseIds).toEqual(ids);
    const third = deploy({ gatewayResponses, gatewayResponseIds });
    expect(third.warnings).toEqual([]);
    expect(third.resources).toEqual(second.resources);
    const fourth = deploy({ gatewayResponses, gatewayResponseIds }, NONE);
    expect(fourth.warnings).toEqual([]);
    expect(idsIn(fourth.resources)).toEqual(ids);
    expect(idsIn(deploy({ gatewayResponseIds }, NONE).resources)).toEqual(ids);
  });

  test('taking step-up away gives the API its own ones back, under the ids that they had', () => {
    expect(idsIn(deploy({ gatewayResponses }).resources)).toMatchObject(idsIn(before()));
  });
});

describe('somebody who does as docs/deploy.md says gets', () => {
  const own = (api: apigateway.RestApi) => {
    api.addGatewayResponse('Default4xx', { type: ResponseType.DEFAULT_4XX });
  };
  const first = () => deploy({ gatewayResponses: 'merge' }, own);
  /** The types of the sample. */
  const [, sample = ''] =
    /gatewayResponseIds: \{([^}]*)\}/.exec(readFileSync('docs/deploy.md', 'utf8')) ?? [];
  const types = [...sample.matchAll(/(\w+): '/g)].map(([, type = '']) => type);

  test('one warning in the first step, and none after it', () => {
    const { resources, warnings } = first();
    expect(warnings).toEqual([
      expect.stringMatching(/Foreign\/Api\/Default4xx\/Resource,.*gateway-response-id/),
    ]);
    const ids = idsIn(resources);
    expect(pinsIn(warnings)).toEqual(ids);
    const gatewayResponseIds = Object.fromEntries(types.map((type) => [type, ids[type] ?? '']));
    expect(deploy({ gatewayResponses: 'merge', gatewayResponseIds }, own).warnings).toEqual([]);
    const third = deploy({ gatewayResponses: 'merge', gatewayResponseIds }, NONE);
    expect([third.warnings, idsIn(third.resources)]).toEqual([[], ids]);
    expect(deploy({ gatewayResponseIds }, NONE).warnings).toEqual([]);
  });

  test.each(casesOf(types, (_, index) => index === 0))(
    'a warning if the id of %s is forgotten',
    (forgotten) => {
      const ids = idsIn(first().resources);
      const gatewayResponseIds = Object.fromEntries(
        Object.entries(ids).filter(([type]) => type !== forgotten),
      );
      for (const left of [own, NONE])
        expect(deploy({ gatewayResponses: 'merge', gatewayResponseIds }, left).warnings).toEqual([
          expect.stringContaining(`${forgotten}: '`),
        ]);
    },
  );
});

describe('synth says', () => {
  test('nothing, and keeps our id, where the app adds its own later and says which id is deployed', () => {
    const gatewayResponseIds = idsIn(deploy({}, NONE).resources);
    const { resources } = deploy({ gatewayResponses: 'merge', gatewayResponseIds });
    expect(idsIn(resources)).toEqual(gatewayResponseIds);
    expect(responsesIn(resources).get('DEFAULT_4XX')?.Properties.ResponseParameters).toMatchObject({
      [header('X-Own')]: "'own'",
    });
  });

  test('that an id is wrong', () => {
    expect(() => deploy({ gatewayResponses: 'merge', gatewayResponseIds: { DEFAULT_4XX: 'Typo' } })).toThrow(
      /gatewayResponseIds\.DEFAULT_4XX: Typo is not the logical id .*Default4xx.* has ApiDefault4xx\w+,.* ApiStepUpDEFAULT4XX/,
    );
    expect(() => deploy({ gatewayResponseIds: { DEFAULT_4XX: 'no id' } }, NONE)).toThrow(/no id is not/);
  });

  test('that a response which was taken over may be gone', () => {
    expect(deploy({ gatewayResponses: 'merge' }, NONE).warnings).toEqual([
      expect.stringMatching(
        /Foreign\/Api has no gateway response of its own for ACCESS_DENIED.*DEFAULT_5XX.*gateway-response-gone/,
      ),
    ]);
  });

  test('so, too, where the id of another type is kept, or another response of theirs is left, and what to set', () => {
    const theirs = idsIn(before());
    const gatewayResponseIds = { DEFAULT_4XX: theirs.DEFAULT_4XX ?? '' };
    const gone = expect.stringMatching(/of its own for ACCESS_DENIED, UNAUTHORIZED.*gateway-response-gone/);
    expect(deploy({ gatewayResponses: 'merge', gatewayResponseIds }, NONE).warnings).toEqual([gone]);
    const half = deploy({ gatewayResponseIds }, NONE);
    expect(half.warnings).toEqual([gone]);
    const own = (api: apigateway.RestApi) => {
      api.addGatewayResponse('Default4xx', { type: ResponseType.DEFAULT_4XX });
    };
    const left = deploy({ gatewayResponses: 'merge', gatewayResponseIds }, own);
    expect(left.warnings).toEqual([gone]);

    const all = {
      ...gatewayResponseIds,
      ...pinsIn(half.warnings),
      ACCESS_DENIED: theirs.ACCESS_DENIED ?? '',
    };
    const whole = deploy({ gatewayResponseIds: all }, NONE);
    expect(whole.warnings).toEqual([]);
    expect(idsIn(whole.resources)).toEqual(all);
  });

  test('that two ids are swapped: ours, and theirs where their text tells', () => {
    const { DEFAULT_4XX = '', DEFAULT_5XX = '' } = idsIn(deploy({}, NONE).resources);
    const swapped = { DEFAULT_4XX: DEFAULT_5XX, DEFAULT_5XX: DEFAULT_4XX };
    expect(() => deploy({ gatewayResponseIds: swapped }, NONE)).toThrow(
      /gatewayResponseIds\.DEFAULT_4XX: ApiStepUpDEFAULT5XX\w+ is the logical id of DEFAULT_5XX of Foreign\/Api/,
    );
    const gatewayResponseIds = { DEFAULT_4XX: 'ApiDefault5xx1A', DEFAULT_5XX: 'ApiDefault4xx1A' };
    const { warnings } = deploy({ gatewayResponseIds }, NONE);
    expect(warnings.filter((text) => text.includes('gateway-response-swapped'))).toEqual([
      expect.stringMatching(
        /gatewayResponseIds\.DEFAULT_4XX: ApiDefault5xx1A looks like the id of DEFAULT_5XX/,
      ),
      expect.stringMatching(
        /gatewayResponseIds\.DEFAULT_5XX: ApiDefault4xx1A looks like the id of DEFAULT_4XX/,
      ),
    ]);
  });
});
