/** Runs a case through `step-up explain`, with the token and the tables that the functions have. */
import * as v from 'valibot';
import type { Connection, ProtectedRoute } from '../../../admin/protected-api.ts';
import { DECISIONS } from '../../../admin/explain/verdict.ts';
import { addExplainCommand } from '../../../cli/explain/explain-command.ts';
import { runCommand } from '../../support/admin/command-runner.ts';
import type { VectorRunner } from '../../support/vectors/bundle.ts';
import { withoutId } from '../../support/vectors/outcome.ts';
import type { PreparedVector, VectorWorld } from '../../support/vectors/world.ts';
import { VECTORS } from '../../support/vectors/vectors.ts';

const API = { apiId: 'abcdefghij', stage: 'v1' };

const document = v.object({
  decision: v.object({
    kind: v.picklist(DECISIONS),
    reason: v.optional(v.string()),
    grantRefusal: v.optional(v.string()),
  }),
  observation: v.optional(v.object({ outcome: v.string(), effectiveAt: v.optional(v.number()) })),
  response: v.variant('from', [
    v.object({ from: v.literal('backend'), context: v.record(v.string(), v.string()) }),
    v.object({
      from: v.literal('gateway'),
      status: v.literal(401),
      headers: v.looseObject({ 'WWW-Authenticate': v.string() }),
      body: v.unknown(),
    }),
  ]),
});

/** Exit codes, by what the case comes to. */
const EXIT_CODES: Readonly<Record<string, number>> = { policy_missing: 3, policy_invalid: 3 };

export function explainRunner(world: VectorWorld): VectorRunner {
  const routes = VECTORS.map((vector): ProtectedRoute => world.place(vector, 'explain'));
  const connection = vectorConnection(world, routes);
  return {
    run: async (vector) => {
      const prepared = await world.prepare(vector, 'explain', API);
      const { exitCode, printed, error } = await runCommand(addExplainCommand, argumentsFor(prepared), {
        connection,
        now: () => prepared.now,
      });
      if (error !== '') throw new Error(error);
      const { decision, observation, response } = v.parse(document, JSON.parse(printed));
      const code = decision.kind === 'allow' ? 0 : (EXIT_CODES[decision.reason ?? ''] ?? 2);
      if (exitCode !== code) throw new Error(`explain ends with ${exitCode} instead of ${code}`);
      return {
        decision: decision.kind,
        reason: decision.reason,
        grantRefusal: decision.grantRefusal,
        upcoming: observation && { outcome: observation.outcome, at: observation.effectiveAt },
        response: responseOf(response),
      };
    },
    close: () => undefined,
  };
}

/** The protected API of the vectors, as the CLI connects to it. */
function vectorConnection({ trust, dynamodb }: VectorWorld, routes: Connection['routes']): Connection {
  return {
    description: 'the vectors',
    dynamodb,
    policyTable: 'policy',
    grantTable: 'grant',
    riskTable: 'risk',
    auditTable: undefined,
    trust,
    routes,
    baseUrl: `https://${API.apiId}.execute-api.us-east-1.amazonaws.com/${API.stage}`,
  };
}

function argumentsFor({ vector, method, path, token, grantValue }: PreparedVector): string[] {
  return [
    '--json',
    'explain',
    method,
    path,
    '--token',
    token,
    '--ip',
    '127.0.0.1',
    ...(grantValue === undefined ? [] : ['--grant', grantValue]),
    ...vector.request.headers.flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...vector.request.query.flatMap(([name, value]) => ['--query', `${name}=${value}`]),
  ];
}

function responseOf(response: v.InferOutput<typeof document>['response']) {
  if (response.from === 'gateway') {
    const challenge = response.headers['WWW-Authenticate'];
    return { status: response.status, challenge, body: withoutId(response.body) };
  }
  const { acr = '', authTime = '', openedBy = '' } = response.context;
  return { status: 200 as const, acr, authTime, openedBy };
}
