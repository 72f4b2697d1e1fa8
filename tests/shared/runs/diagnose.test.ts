import { describe, expect, it } from 'vitest';
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import type { RunSnapshot, StepId, StepState } from '#shared/contract/run.ts';
import { diagnose, DIAGNOSIS_RULES } from '#shared/runs/diagnosis/diagnose.ts';
import type { DiagnosisSubject } from '#shared/runs/diagnosis/subject.ts';
import type { ProbeEvidence, ProofEvidence, RunEvidence } from '#shared/runs/evidence.ts';
import type { NodeFinding } from '#shared/runs/node-findings.ts';
import type { PreflightFindings, ServiceFinding } from '#shared/runs/preflight-findings.ts';
import { buildRun, buildStep } from '#tests/support/contract-builders.ts';
import { buildParameters } from '#tests/support/run-builders.ts';

const SERVICE: ServiceFinding = {
  jid: 'pubsub.localhost',
  kind: 'push',
  outcome: { kind: 'result' },
  exchangeId: 'x-service',
  autoCreates: true,
};

const PREFLIGHT: PreflightFindings = {
  server: 'MongooseIM 6.8.0',
  pushOnDomain: true,
  pushOnAccount: false,
  pushHandled: true,
  pepOnAccount: true,
  others: null,
  services: [SERVICE],
  firstPlugin: 'other',
  ownNodes: [],
  node: null,
};

const NODE: NodeFinding = {
  name: 'n1',
  kind: 'push',
  publishModel: 'publishers',
  accessModel: 'whitelist',
  affiliations: [
    { jid: 'alice@localhost', affiliation: 'owner' },
    { jid: 'localhost', affiliation: 'publish-only' },
  ],
  own: 'owner',
  exchangeIds: ['x-node'],
};

const PROBE: ProbeEvidence = {
  exchangeId: 'x-probe',
  outcome: { kind: 'result' },
  latencyMs: 8,
  seen: { status: 200, delayMs: 0 },
};

const PROOF: ProofEvidence = {
  awayMode: 'unavailable',
  seen: { status: 200, delayMs: 0 },
  deliveredLive: false,
  waitedMs: 20,
};

const LOST: ProofEvidence = { ...PROOF, seen: null, waitedMs: 10_000 };

function refused(condition: string, own = ''): ExchangeOutcome {
  const applicationConditions =
    own === '' ? [] : [{ name: own, ns: 'http://jabber.org/protocol/pubsub#errors' }];
  const error = { type: '', condition, text: '', lang: '', code: null, by: '' };
  return { kind: 'error', error: { ...error, applicationConditions } };
}

const NOT_SUBMITTED: ProbeEvidence = {
  ...PROBE,
  outcome: refused('bad-request', 'faild-to-submit-push-notification'),
  seen: null,
};

interface Given {
  readonly run?: Partial<RunSnapshot>;
  readonly steps?: Readonly<Partial<Record<StepId, StepState>>>;
  readonly preflight?: Partial<PreflightFindings>;
  readonly node?: Partial<NodeFinding>;
  readonly service?: Partial<ServiceFinding>;
  readonly evidence?: RunEvidence;
  readonly gatewayUrl?: string | null;
}

function subject(given: Given): DiagnosisSubject {
  const steps = Object.entries(given.steps ?? {}).map(([id, state]) =>
    buildStep({ id: id as StepId, state }),
  );
  const { node, service, preflight } = given;
  return {
    run: buildRun({ steps, resolved: { pubsubJid: 'pubsub.localhost', node: 'n1' }, ...given.run }),
    evidence: {
      preflight: {
        ...PREFLIGHT,
        ...(node === undefined ? {} : { node: { ...NODE, ...node } }),
        ...(service === undefined ? {} : { services: [{ ...SERVICE, ...service }] }),
        ...preflight,
      },
      ...given.evidence,
    },
    serverDomain: 'localhost',
    account: 'alice@localhost',
    gatewayUrl: given.gatewayUrl ?? null,
  };
}

const found = (given: Given): string[] =>
  diagnose(subject(given)).map(({ id, sure }) => `${id} ${sure}`);

const GATEWAY = { gatewayUrl: 'http://127.0.0.1:8080' };
const LESS = {
  run: {
    flow: 'less',
    parameters: buildParameters({ flow: 'auto' }),
    resolved: { pubsubJid: 'psuh.localhost', node: 'n1' },
  },
} as const;
const FULL_WISH = { run: { parameters: buildParameters({ flow: 'full' }) } };
const named = (pubsubJid: string) => ({ parameters: buildParameters({ flow: 'full', pubsubJid }) });
const UNREACHABLE = {
  kind: 'unreachable',
  url: 'https://push.example.org',
  reason: 'nobody listens there',
} as const;
const NO_POOLS = { kind: 'no-pools', url: 'https://push.example.org' } as const;
const UP = { kind: 'up', url: 'https://push.example.org' } as const;
const TABLET = [{ resource: 'tablet', priority: 3 }];

/** Of each rule what makes it speak, with how sure it is then, and what keeps it silent. */
const CASES: readonly (readonly [finding: string, speaks: Given, silent: Given])[] = [
  [
    'no-push-module certain',
    { preflight: { pushOnDomain: false, pushHandled: false } },
    { preflight: { pushOnDomain: false, pushOnAccount: true, pushHandled: null } },
  ],
  [
    'no-push-module likely',
    { preflight: { pushOnDomain: false, pushHandled: null } },
    { preflight: { pushOnDomain: false, pushHandled: true } },
  ],
  [
    'pep-only certain',
    { ...FULL_WISH, preflight: { services: [] } },
    { ...FULL_WISH, preflight: { services: [], pepOnAccount: false } },
  ],
  [
    'pep-only possible',
    { ...LESS, preflight: { services: [] }, evidence: { proof: LOST } },
    { ...LESS, preflight: { services: [] }, evidence: { proof: PROOF } },
  ],
  [
    'service-not-there certain',
    { run: named('pusub.localhost'), service: { jid: 'pusub.localhost', kind: 'unknown-domain' } },
    { run: named('pubsub.localhost') },
  ],
  [
    'service-not-there likely',
    { run: named('pusub.localhost'), service: { jid: 'pusub.localhost', kind: 'nothing-there' } },
    {
      run: { ...named('pusub.localhost'), flow: 'less' },
      service: { jid: 'pusub.localhost', kind: 'nothing-there' },
    },
  ],
  [
    'no-push-plugin certain',
    { service: { kind: 'pubsub' } },
    { service: { kind: 'pubsub' }, preflight: { server: 'ejabberd 23.01' } },
  ],
  ['flat-node certain', { node: { kind: 'flat' } }, { node: { kind: 'push' } }],
  [
    'wrong-domain certain',
    { node: { affiliations: [{ jid: 'pubsub.localhost', affiliation: 'publish-only' }] } },
    {
      node: {
        affiliations: [
          { jid: 'pubsub.localhost', affiliation: 'publish-only' },
          { jid: 'LOCALHOST', affiliation: 'publisher' },
        ],
      },
    },
  ],
  [
    'missing-affiliation certain',
    { node: { affiliations: [{ jid: 'localhost', affiliation: 'member' }] } },
    { node: { affiliations: [], publishModel: 'open' } },
  ],
  ['missing-affiliation certain', { node: { affiliations: [] } }, { node: { affiliations: null } }],
  [
    'subscribers-only certain',
    { node: { publishModel: 'subscribers' } },
    { node: { kind: 'flat', publishModel: 'subscribers' } },
  ],
  [
    'device-gone certain',
    {
      evidence: {
        probe: { ...PROBE, outcome: refused('not-acceptable', 'device-not-registered') },
      },
    },
    { evidence: { probe: { ...PROBE, outcome: refused('not-acceptable') } } },
  ],
  [
    'device-gone certain',
    { evidence: { proof: { ...PROOF, seen: { status: 410, delayMs: 0 } } } },
    { evidence: { proof: PROOF } },
  ],
  [
    'slow-gateway likely',
    { evidence: { probe: { ...NOT_SUBMITTED, latencyMs: 2_010 } } },
    { evidence: { probe: { ...PROBE, latencyMs: 2_010 } } },
  ],
  [
    'slow-gateway certain',
    { evidence: { proof: { ...PROOF, seen: { status: 200, delayMs: 4_000 } } } },
    { evidence: { proof: { ...PROOF, seen: { status: 200, delayMs: 50 } } } },
  ],
  [
    'mongoosepush-off certain',
    { evidence: { probe: NOT_SUBMITTED, health: UNREACHABLE } },
    { evidence: { probe: NOT_SUBMITTED, health: UP } },
  ],
  [
    'mongoosepush-off likely',
    { evidence: { health: UNREACHABLE } },
    { evidence: { health: UNREACHABLE, proof: PROOF }, steps: { proof: 'passed' } },
  ],
  [
    'no-providers certain',
    { evidence: { probe: NOT_SUBMITTED, health: NO_POOLS } },
    { evidence: { probe: NOT_SUBMITTED, health: UP } },
  ],
  [
    'pool-missing likely',
    { ...GATEWAY, evidence: { probe: NOT_SUBMITTED } },
    { ...GATEWAY, evidence: { probe: { ...NOT_SUBMITTED, seen: { status: 400, delayMs: 0 } } } },
  ],
  ['pool-missing possible', { evidence: { probe: NOT_SUBMITTED } }, { evidence: { probe: PROBE } }],
  [
    'push-service-off likely',
    { ...GATEWAY, evidence: { probe: { ...PROBE, seen: null } } },
    { evidence: { probe: { ...PROBE, seen: null } } },
  ],
  [
    'not-submitted certain',
    { ...GATEWAY, evidence: { probe: { ...NOT_SUBMITTED, seen: { status: 503, delayMs: 0 } } } },
    { ...GATEWAY, evidence: { probe: PROBE } },
  ],
  [
    'other-resource certain',
    { preflight: { others: TABLET }, evidence: { proof: LOST } },
    { preflight: { others: [{ resource: 'tablet', priority: -1 }] }, evidence: { proof: LOST } },
  ],
  [
    'other-resource possible',
    { preflight: { others: [{ resource: 'tablet', priority: null }] } },
    { preflight: { others: TABLET }, evidence: { proof: PROOF }, steps: { proof: 'passed' } },
  ],
  [
    'other-resource certain',
    { evidence: { proof: { ...LOST, deliveredLive: true } } },
    { evidence: { proof: LOST } },
  ],
  [
    'virtual-host-misspelt likely',
    { ...LESS, ...GATEWAY, evidence: { proof: LOST } },
    { ...LESS, evidence: { proof: LOST } },
  ],
  [
    'pool-missing possible',
    { ...LESS, ...GATEWAY, evidence: { proof: LOST } },
    { ...LESS, ...GATEWAY, evidence: { proof: { ...LOST, awayMode: 'drop' } } },
  ],
  [
    'lost-before-gateway possible',
    { ...GATEWAY, evidence: { proof: LOST } },
    { ...GATEWAY, evidence: { proof: LOST, probe: PROBE } },
  ],
];

describe('diagnose', () => {
  it.each(CASES)('finds %s and does not where it is not so', (finding, speaks, silent) => {
    expect(found(speaks)).toContain(finding);
    expect(found(silent)).not.toContain(finding);
  });

  it('has a case for every rule but the one that reads the run’s own token', () => {
    const tried = new Set(CASES.map(([finding]) => finding.split(' ')[0]));
    const untried = DIAGNOSIS_RULES.map(({ id }) => id).filter((id) => !tried.has(id));
    expect(untried).toEqual(['wrong-service-token']);
  });

  it.each([
    ['fcm', 'ab'.repeat(32), PROBE, 'likely'],
    ['fcm', 'ab'.repeat(32), NOT_SUBMITTED, 'certain'],
    ['apns', 'ab'.repeat(32), NOT_SUBMITTED, null],
  ] as const)('judges a token by its shape: %s, %s', (pushService, deviceId, probe, sure) => {
    const exchange = { exchangeId: 'x-enable' } as RunSnapshot['steps'][0]['exchanges'][0];
    const enable = buildStep({ id: 'enable', state: 'passed', exchanges: [exchange] });
    const parameters = buildParameters({ pushService, deviceId });
    const run = { steps: [enable], parameters };
    const token = diagnose(subject({ run, evidence: { probe } })).find(
      ({ id }) => id === 'wrong-service-token',
    );
    expect(token?.sure ?? null).toBe(sure);
  });

  it('puts what is certain first, and says of everything why and what to do', () => {
    const diagnoses = diagnose(
      subject({
        ...GATEWAY,
        node: { kind: 'flat' },
        preflight: { others: [{ resource: 'tablet', priority: null }] },
        evidence: { proof: LOST },
      }),
    );
    expect(diagnoses.map(({ sure }) => sure)).toEqual(['certain', 'likely', 'possible']);
    for (const { title, because, next } of diagnoses) {
      expect(title).toMatch(/\.$/);
      expect(next).toMatch(/\.$/);
      expect(because.length).toBeGreaterThan(0);
    }
  });

  it('names the slip in a virtual host', () => {
    const [first] = diagnose(subject({ ...LESS, ...GATEWAY, evidence: { proof: LOST } }));
    expect(first?.because.join(' ')).toContain('mostly called push.localhost');
  });

  it('passes on what a refused step says itself', () => {
    const verdict = {
      headline: 'Refused: you do not own the node.',
      proved: 'The service refused.',
      notProved: '',
      whoKnows: '',
      next: 'Choose another name.',
    };
    const steps = [buildStep({ id: 'affiliation', state: 'failed', verdict })];
    expect(diagnose(subject({ run: { steps } }))).toMatchObject([
      { id: 'step-affiliation', title: verdict.headline, sure: 'possible', next: verdict.next },
    ]);
  });

  it('says nothing of a run in which all went well', () => {
    const steps = { proof: 'passed', probe: 'passed', enable: 'passed' } as const;
    expect(
      found({ ...GATEWAY, node: {}, steps, evidence: { probe: PROBE, proof: PROOF } }),
    ).toEqual([]);
  });
});
