/** Acr words and issuers. */
import { LISTING, one, ruled, trusting, UP_TO_TWO } from '../../support/lint/case.ts';
import type { Case } from '../../support/lint/case.ts';

export const ACR: readonly Case[] = [
  {
    name: 'a word that no issuer has',
    rule: 'acr-unreachable',
    bad: one({ acr: 'loa3' }),
    good: one({ acr: 'loa2' }),
    input: { trust: trusting(UP_TO_TWO) },
    names: 'loa3',
  },
  {
    name: 'a word of a rule that no issuer has',
    rule: 'acr-unreachable',
    bad: ruled('risk.score > 1.0', { acr: 'loa3' }),
    good: ruled('risk.score > 1.0', { acr: 'loa2' }),
    input: { trust: trusting(UP_TO_TWO) },
    names: 'risk.score > 1.0',
  },
  {
    name: 'an announced word',
    rule: 'acr-unreachable',
    bad: one({ upcoming: { acr: 'loa3' } }),
    good: one({ upcoming: { acr: 'loa1' } }),
    input: { trust: trusting(UP_TO_TWO) },
  },
  {
    name: 'a word that one of the issuers does not have',
    rule: 'acr-unreachable-for-issuer',
    bad: one({ acr: 'loa3' }),
    good: one({ acr: 'loa2' }),
    input: { trust: trusting({}, UP_TO_TWO) },
    names: 'https://id1.example.com',
  },
  {
    name: 'a word that the discovery document does not list',
    rule: 'acr-unsupported',
    bad: one({ acr: 'loa2' }),
    good: one({ acr: 'loa1' }),
    input: { trust: trusting(UP_TO_TWO), reachableAcr: new Map([['https://id.example.com', ['low']]]) },
    names: 'mid',
  },
  {
    name: 'a word of an issuer without acr_values_supported',
    rule: 'acr-unsupported',
    bad: one({ acr: 'loa2' }),
    good: one({ acr: 'loa2' }),
    input: { reachableAcr: new Map([['https://id.example.com', ['loa1']]]) },
    goodInput: { reachableAcr: new Map() },
  },
  {
    name: 'a listed word that no issuer has',
    rule: 'acr-word-no-effect',
    bad: one({ acrValues: ['loa2', 'loa3'] }),
    good: one({ acrValues: ['loa1', 'loa2'] }),
    input: { trust: trusting(UP_TO_TWO) },
    names: 'loa3',
  },
  {
    name: 'weaker words of a list claim',
    rule: 'acr-too-weak',
    bad: one({ acrValues: ['loa2'] }),
    good: one({ acr: 'loa2' }),
    input: { trust: trusting(LISTING) },
    names: 'loa3',
  },
  {
    name: 'weaker words of an acr claim',
    rule: 'acr-too-weak',
    bad: one({ acrValues: ['loa1', 'loa2'] }),
    good: one({ acrValues: ['loa1', 'loa2'] }),
    input: { trust: trusting(LISTING) },
    goodInput: { trust: trusting() },
  },
];
