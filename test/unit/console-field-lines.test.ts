import { fieldLines } from '../../console/server/field-lines.ts';

const YAML = `acr: urn:example:loa:2
rules:
  - when: risk.score >= 70
    acr: urn:example:loa:3
  - when: now > 0
grant: { ttl: 60 }
`;

describe('a mistake is shown at the line of its field', () => {
  test.each([
    ['acr', 1],
    ['rules[1].when', 5],
    ['rules[0].acr', 4],
    ['grant.ttl', 6],
    ['rules[0].maxAge', 3],
    ['nothing', undefined],
    ['', undefined],
  ])('%s', (field, line) => {
    expect(fieldLines(YAML)(field)).toBe(line);
  });

  test('in JSON, too', () => {
    expect(fieldLines('{\n  "acr": 1,\n  "maxAge": "x"\n}')('maxAge')).toBe(3);
  });

  test('and nowhere in a text that is neither', () => {
    expect(fieldLines('- [')('acr')).toBeUndefined();
  });
});
