/** Tokens and grants from standard input: every user of the machine can read the arguments of a command (`ps`). */
import { AdminRefusal } from '../admin/refusals/refusal.ts';
import type { Runtime } from './runtime.ts';

interface Secrets {
  readonly token?: string;
  readonly grant?: string;
}

/** In bytes. The headers of a request have 10,240 at most (Amazon API Gateway quotas). */
const LONGEST = 64 * 1024;

const STANDARD_INPUT = '-';

/**
 * The options, with lines of standard input in place of `-`: one line or, for both, two, the token first. Throws a
 * AdminRefusal if there are fewer or more lines.
 */
export async function withSecretInput<Options extends Secrets>(
  options: Options,
  { readInput }: Runtime,
): Promise<Options> {
  const wanted = [
    ...(options.token === STANDARD_INPUT ? ['--token'] : []),
    ...(options.grant === STANDARD_INPUT ? ['--grant'] : []),
  ];
  if (wanted.length === 0) return options;
  const text = await readInput(LONGEST);
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const [first, second = first] = lines;
  if (first === undefined || lines.length !== wanted.length) {
    const takes = wanted.length === 1 ? 'takes one' : 'take one each, the token first';
    throw new AdminRefusal(
      'input_malformed',
      `standard input has ${lines.length} lines, and ${wanted.join(' and ')} ${takes}`,
    );
  }
  return {
    ...options,
    ...(options.token === STANDARD_INPUT ? { token: first } : {}),
    ...(options.grant === STANDARD_INPUT ? { grant: second } : {}),
  };
}
