/** What happens around the API: time, keys, faults, and deployments. */
import fc from 'fast-check';
import { issuers, passes } from '../arbitraries.ts';
import type { Table } from '../reference/faults.ts';
import { MAPPINGS } from '../reference/issuers.ts';
import { Step } from './step.ts';
import type { Steps } from './step.ts';

export const passOf = (seconds: number) =>
  new Step('pass', [seconds], (history) => {
    history.pass(seconds);
  });

export const pass: Steps = passes.map(passOf);

export const moveClockBack: Steps = fc
  .constantFrom(40, 3_600)
  .map((seconds) => new Step('moveClockBack', [seconds], (history) => history.moveClockBack(seconds)));

export const addKey: Steps = issuers.map(
  (issuer) => new Step('addKey', [issuer], (history) => history.keys[issuer].add(history.known.elapsed)),
);

/** A key goes, or is shown in private, and time passes: to just before and after the bounds. */
export const removeKey: Steps = fc
  .tuple(issuers, fc.nat(1), fc.boolean(), fc.constantFrom(1, 61, 599, 601, 601, 601))
  .map(
    ([issuer, older, inPrivate, seconds]) =>
      new Step('removeKey', [issuer, older, inPrivate, seconds], (history) => {
        const keys = history.keys[issuer];
        keys.remove(Math.max(0, keys.current - older), history.known.elapsed, inPrivate);
        history.pass(seconds);
      }),
  );

/** What fails is mended sooner than the next thing fails. */
const fails = fc.constantFrom(true, false, false);

/** Mostly no time. */
const seldom = (seconds: number) => fc.constantFrom(...Array<number>(7).fill(0), seconds);

/** Time passes too, seldom as far as what is in memory may count. */
export const failKeys: Steps = fc.tuple(issuers, fails, seldom(3_601)).map(
  ([issuer, failing, seconds]) =>
    new Step('failKeys', [issuer, failing, seconds], (history) => {
      history.keys[issuer].fail(history.known.elapsed, failing);
      history.pass(seconds);
    }),
);

export const failTable: Steps = fc
  .tuple(fc.constantFrom<Table>('policy', 'risk', 'grant'), fc.boolean(), seldom(301))
  .map(
    ([table, failing, seconds]) =>
      new Step('failTable', [table, failing, seconds], (history) => {
        history.fail(table, failing);
        history.pass(seconds);
      }),
  );

export const deploy: Steps = fc.constantFrom(...MAPPINGS).map(
  (mapping) =>
    new Step('deploy', [mapping], (history) => {
      history.deploy(mapping);
    }),
);
