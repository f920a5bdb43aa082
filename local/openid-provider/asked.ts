/** The parameters of an authorization request and their meaning, for readers who see them for the first time. */
import type { Interaction } from 'oidc-provider';
import { acrWords } from './acr.ts';
import { factorsInWords } from './factors.ts';
import type { Factor } from './factors.ts';

/** One parameter of OpenID Connect Core §3.1.2.1: its value, and its meaning in words. */
export interface Asked {
  readonly parameter: 'acr_values' | 'max_age';
  readonly value: string;
  readonly meaning: string;
}

/** The parameters that say how strong and how recent the sign-in has to be. `factors`: those that this sign-in needs. */
export function askedOf({ params }: Interaction, factors: readonly Factor[]): Asked[] {
  const words = acrWords(params.acr_values).join(' ');
  const asked: Asked[] = [];
  if (words !== '') {
    const meaning = `How strongly: ${factorsInWords(factors)}.`;
    asked.push({ parameter: 'acr_values', value: words, meaning });
  }
  if (params.max_age !== undefined) {
    const seconds = Number(params.max_age);
    const meaning = `How recently: ${ageInWords(seconds)}.`;
    asked.push({ parameter: 'max_age', value: String(seconds), meaning });
  }
  return asked;
}

function ageInWords(seconds: number): string {
  if (seconds === 0) return 'this very moment';
  const [amount, unit] = seconds >= 60 && seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return `at most ${amount} ${unit}${amount === 1 ? '' : 's'} ago`;
}
