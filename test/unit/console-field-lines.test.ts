import { lineOfField } from '../../console/server/field-lines.ts';

const YAML = `acr: urn:example:loa:2
rules:
  - when: risk.score >= 70
    acr: urn:example:loa:3
  - when: now > 0
grant: { ttl: 60 }
`;

describe('a mistake is shown at the line of its field', () => {
  test.each([
    ['acr: not a word', 1],
    ['rules[1].when: not an expression', 5],
    ['rules[0].acr: not a word', 4],
    ['grant.ttl: expected a number of seconds', 6],
    ['rules[0].maxAge: missing', 3],
    ['nothing: not there', undefined],
    ['', undefined],
  ])('%s', (message, line) => {
    expect(lineOfField(YAML, message)).toBe(line);
  });

  test('in JSON, too', () => {
    expect(lineOfField('{\n  "acr": 1,\n  "maxAge": "x"\n}', 'maxAge: expected a number')).toBe(3);
  });

  test('and nowhere in a text that is neither', () => {
    expect(lineOfField('acr: [', 'column 3: no end')).toBeUndefined();
  });
});
