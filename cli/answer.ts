/** What a command makes of the answer of a use case. */
import type { Answer } from '../admin/use-case.ts';

/** The data of the answer. Throws the refusal, which `runProgram` prints. */
export function valueOf<Data>(answer: Answer<Data>): Data {
  if (answer.ok) return answer.value;
  throw answer.error;
}
