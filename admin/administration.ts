/**
 * The use cases of administrators. Each takes a connection and data, and returns data or a refusal with a stable code
 * (docs/cli.md): it neither prints nor exits nor reads arguments. The command line and the console are two faces of it.
 */
import { connect, connectForFiles } from './connection/connection.ts';
import { explainRequest } from './explain/explain-request.ts';
import { lintItems, lintTable } from './lint/lint-policies.ts';
import { applyPolicies, comparePolicies } from './policy/apply-policies.ts';
import { policyHistory } from './policy/policy-history.ts';
import { getPolicy, listPolicies } from './policy/read-policy.ts';
import type { ListRequest } from './policy/read-policy.ts';
import type { Connection } from './protected-api.ts';
import { reviewPolicy } from './policy/review-policy.ts';
import { deletePolicy, putPolicy, rollbackPolicy } from './policy/write-policy.ts';
import { simulate, simulateAgainst } from './simulate/simulate.ts';
import { listGrants, revokeGrants } from './users/grants.ts';
import { clearRisk, getRisk, revokeSignIns, setRisk } from './users/risk.ts';
import { useCase } from './use-case.ts';
import type { FaultLog } from './use-case.ts';

/** The use cases. `log` hears of faults of ours, which become the refusal `internal`. */
export function administration(log: FaultLog) {
  return {
    /** Any work of a face, with its refusals. */
    attempt: <Data>(work: () => Data | Promise<Data>) => useCase(work, log)(),
    connect: useCase(connect, log),
    connectForFiles: useCase(connectForFiles, log),
    listPolicies: <Selected>(connection: Connection, request: ListRequest<Selected>) =>
      useCase(() => listPolicies(connection, request), log)(),
    getPolicy: useCase(getPolicy, log),
    putPolicy: useCase(putPolicy, log),
    deletePolicy: useCase(deletePolicy, log),
    rollbackPolicy: useCase(rollbackPolicy, log),
    policyHistory: useCase(policyHistory, log),
    lintTable: useCase(lintTable, log),
    lintItems: useCase(lintItems, log),
    comparePolicies: useCase(comparePolicies, log),
    applyPolicies: useCase(applyPolicies, log),
    reviewPolicy: useCase(reviewPolicy, log),
    explainRequest: useCase(explainRequest, log),
    simulate: useCase(simulate, log),
    simulateAgainst: useCase(simulateAgainst, log),
    listGrants: useCase(listGrants, log),
    revokeGrants: useCase(revokeGrants, log),
    getRisk: useCase(getRisk, log),
    setRisk: useCase(setRisk, log),
    revokeSignIns: useCase(revokeSignIns, log),
    clearRisk: useCase(clearRisk, log),
  };
}

export type Administration = ReturnType<typeof administration>;
