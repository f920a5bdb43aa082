/** Times as administrators write them. */
import * as v from 'valibot';
import { dateTime } from '../core/date-time.ts';
import { AdminRefusal } from './refusals/refusal.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const RELATIVE = /^now(?:([+-])(\d{1,9})([smhd]?))?$/;
const SECONDS = /^\d{1,10}$/;

/** The forms of a time, for error messages. */
export const TIME_FORMS = 'seconds since 1970, 2026-12-01T06:00:00Z, or now, now-90, now-5m, now+1h, now+2d';

/** Seconds since 1970, from any of the forms; undefined for another text. `now` in seconds since 1970. */
function momentOf(text: string | number, now: number): number | undefined {
  if (typeof text === 'number') return Number.isSafeInteger(text) && text >= 0 ? text : undefined;
  return SECONDS.test(text) ? Number(text) : momentInText(text, now);
}

/** Seconds since 1970 of a text that no number could be: relative, or a time of RFC 3339. Undefined for another text. */
export function momentInText(text: string, now: number): number | undefined {
  const [matched, sign, amount = '0', unit = ''] = RELATIVE.exec(text) ?? [];
  if (matched !== undefined) return now + (sign === '-' ? -1 : 1) * Number(amount) * (UNITS[unit] ?? 1);
  const parsed = v.safeParse(dateTime, text);
  return parsed.success ? parsed.output : undefined;
}

/** The same for an option or a field called `name`. Throws an AdminRefusal that lists the forms. */
export function requireMoment(name: string, text: string | number, now: number): number {
  const moment = momentOf(text, now);
  if (moment === undefined)
    throw new AdminRefusal(
      'input_malformed',
      `${name}: ${JSON.stringify(text)} is no time: write ${TIME_FORMS}.`,
    );
  return moment;
}

/** Seconds since 1970 as a time of RFC 3339. */
export function timeText(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace('.000Z', 'Z');
}
