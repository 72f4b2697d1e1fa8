/** What is wrong between push node or virtual host and the device. Facts 6.5, 7.1, 7.5. */
import { lintStanza } from '../../lint/lint-stanza.ts';
import { findStepOf } from '../run-steps.ts';
import {
  type DiagnosisRule,
  type DiagnosisSubject,
  exchangesOf,
  lostWithoutTrace,
  notSubmitted,
  passed,
  POOL_PATIENCE_MS,
  probeNames,
  sayTime,
} from './subject.ts';

/** The provider knows the device no more. */
export const DEVICE_GONE: DiagnosisRule = {
  id: 'device-gone',
  judge(subject) {
    const { evidence } = subject;
    const refused = probeNames(evidence, 'device-not-registered');
    const gone = statuses(subject).includes(410);
    if (!refused && !gone) return null;
    return {
      title: 'The provider says that the device is no longer registered.',
      sure: 'certain',
      because: [
        refused
          ? 'Publishing to the node was refused with device-not-registered, which MongooseIM makes of a 410.'
          : 'The gateway answered the push with 410.',
        'The server removes a registration at such an answer, and tells nobody.',
      ],
      exchangeIds: refused ? exchangesOf(subject, 'probe') : [],
      next: 'Get a new token from the app, and enable again with the same node.',
    };
  },
};

/** A token that belongs to the other provider. */
export const WRONG_SERVICE_TOKEN: DiagnosisRule = {
  id: 'wrong-service-token',
  judge(subject) {
    const enable = findStepOf(subject.run, 'enable')?.exchanges.at(-1);
    if (enable === undefined) return null;
    const { pushService, deviceId } = subject.run.parameters;
    const finding = lintStanza(enableLike(pushService, deviceId)).find(
      ({ rule }) => rule === 'push.token-service',
    );
    if (finding === undefined) return null;
    const refused = notSubmitted(subject) || statuses(subject).includes(400);
    return {
      title: `The device token is not one of ${pushService}.`,
      sure: refused ? 'certain' : passed(subject, 'proof') ? 'possible' : 'likely',
      because: [
        finding.message,
        ...(refused
          ? ['The push was refused further on, as a provider refuses such a token.']
          : []),
      ],
      exchangeIds: [enable.exchangeId, ...exchangesOf(subject, 'probe')],
      next: `Enable with the service that gave out the token, or with a token of ${pushService}.`,
    };
  },
};

/** MongoosePush takes longer than the pool waits. */
export const SLOW_GATEWAY: DiagnosisRule = {
  id: 'slow-gateway',
  judge(subject) {
    const { probe, proof } = subject.evidence;
    const heldBack = Math.max(probe?.seen?.delayMs ?? 0, proof?.seen?.delayMs ?? 0);
    const waited = probe?.latencyMs ?? 0;
    const timedOut = notSubmitted(subject) && waited >= POOL_PATIENCE_MS;
    if (heldBack < POOL_PATIENCE_MS && !timedOut) return null;
    return {
      title: 'MongoosePush answers too late, or not at all.',
      sure: heldBack >= POOL_PATIENCE_MS ? 'certain' : 'likely',
      because: [
        ...(timedOut
          ? [
              `Publishing to the node failed after ${sayTime(waited)}; the request_timeout of a pool is 2 s unless changed.`,
            ]
          : []),
        ...(heldBack > 0 ? [`The gateway held the push back for ${sayTime(heldBack)}.`] : []),
        'The provider may have got such a push all the same: the server has only given up waiting.',
      ],
      exchangeIds: exchangesOf(subject, 'probe'),
      next: 'Ask the operator how long MongoosePush takes, whether a firewall swallows the requests, and for request_timeout of [outgoing_pools.http.*].',
    };
  },
};

/** Nobody listens where MongoosePush should. */
export const MONGOOSEPUSH_OFF: DiagnosisRule = {
  id: 'mongoosepush-off',
  judge(subject) {
    const { health } = subject.evidence;
    if (health?.kind !== 'unreachable' || works(subject)) return null;
    return {
      title: 'MongoosePush is not running, or not reachable.',
      sure: notSubmitted(subject) ? 'certain' : 'likely',
      because: [
        `${health.url} cannot be reached from this computer: ${health.reason}.`,
        ...(notSubmitted(subject) ? [submitFailure(subject)] : []),
      ],
      exchangeIds: exchangesOf(subject, 'probe'),
      next: 'Start MongoosePush and ask its /healthcheck from the computer the server runs on; it listens on 127.0.0.1 only unless told otherwise.',
    };
  },
};

/** MongoosePush runs without a connection to a provider. */
export const NO_PROVIDERS: DiagnosisRule = {
  id: 'no-providers',
  judge(subject) {
    const { health } = subject.evidence;
    if (health?.kind !== 'no-pools' || works(subject)) return null;
    return {
      title: 'MongoosePush runs, and is connected to no provider.',
      sure: notSubmitted(subject) ? 'certain' : 'likely',
      because: [
        `${health.url}/healthcheck answers 503.`,
        ...(notSubmitted(subject) ? [submitFailure(subject)] : []),
      ],
      exchangeIds: exchangesOf(subject, 'probe'),
      next: 'Look at its log for the credentials of APNs and FCM; a fresh installation has both switched off.',
    };
  },
};

/** The server has no way to a MongoosePush that is up. */
export const POOL_MISSING: DiagnosisRule = {
  id: 'pool-missing',
  judge(subject) {
    const { evidence, gatewayUrl } = subject;
    if (!notSubmitted(subject)) return null;
    const waited = evidence.probe?.latencyMs ?? 0;
    if (waited >= POOL_PATIENCE_MS || evidence.probe?.seen) return null;
    const up = gatewayUrl ?? (evidence.health?.kind === 'up' ? evidence.health.url : null);
    return {
      title: 'The server has no HTTP pool to MongoosePush, or one that leads elsewhere.',
      sure: up === null ? 'possible' : 'likely',
      because: [
        submitFailure(subject),
        ...(up === null
          ? []
          : [`${up} is up${gatewayUrl === null ? '' : ' and saw nothing of it'}.`]),
      ],
      exchangeIds: exchangesOf(subject, 'probe'),
      next: 'Ask the operator for [outgoing_pools.http.NAME] with that address, and for pool_name = "NAME" in [modules.mod_push_service_mongoosepush].',
    };
  },
};

/** The push service module does not listen. */
export const PUSH_SERVICE_OFF: DiagnosisRule = {
  id: 'push-service-off',
  judge(subject) {
    const { evidence, gatewayUrl } = subject;
    if (gatewayUrl === null || evidence.probe?.outcome.kind !== 'result') return null;
    if (evidence.probe.seen !== null || works(subject)) return null;
    return {
      title: 'The server hands notifications to nobody, or to another MongoosePush.',
      sure: 'likely',
      because: [
        `Publishing to the node succeeded after ${sayTime(evidence.probe.latencyMs ?? 0)}, and nothing came to ${gatewayUrl}.`,
        'Without mod_push_service_mongoosepush every publish succeeds and nothing is sent.',
      ],
      exchangeIds: exchangesOf(subject, 'probe'),
      next: 'Ask the operator for [modules.mod_push_service_mongoosepush], and where its pool leads.',
    };
  },
};

/** The rest of failed submissions. */
export const NOT_SUBMITTED: DiagnosisRule = {
  id: 'not-submitted',
  judge(subject) {
    if (!notSubmitted(subject)) return null;
    const [status] = statuses(subject).filter((code) => code < 200 || code >= 300);
    return {
      title: 'MongoosePush or the provider refused the notification.',
      sure: status === undefined ? 'possible' : 'certain',
      because: [
        submitFailure(subject),
        ...(status === undefined ? [] : [`The gateway answered it with ${status}.`]),
      ],
      exchangeIds: exchangesOf(subject, 'probe'),
      next: 'Ask the operator for lines with push_send_failed or connection_error at that time, and for the log of MongoosePush.',
    };
  },
};

/** A push was lost and nothing tells where. */
export const LOST_BEFORE_GATEWAY: DiagnosisRule = {
  id: 'lost-before-gateway',
  judge(subject) {
    if (subject.run.flow !== 'full' || !lostWithoutTrace(subject) || subject.evidence.probe) {
      return null;
    }
    return {
      title: 'The push was lost between the server and the gateway.',
      sure: 'possible',
      because: ['Everything before it was accepted, and a client is told nothing of what follows.'],
      exchangeIds: exchangesOf(subject, 'proof'),
      next: 'Run again with the probe: publishing to the node oneself brings the error to this session. It sends a real notification.',
    };
  },
};

function submitFailure({ evidence: { probe } }: DiagnosisSubject): string {
  const waited = probe?.latencyMs ?? null;
  const when = waited === null ? '' : ` after ${sayTime(waited)}`;
  return `Publishing to the node failed${when} with faild-to-submit-push-notification: it was accepted as a push and could not be handed on.`;
}

/** A push got through, whatever was said of it elsewhere. */
function works(subject: DiagnosisSubject): boolean {
  return passed(subject, 'proof');
}

function statuses({ evidence: { probe, proof } }: DiagnosisSubject): readonly number[] {
  return [probe?.seen?.status, proof?.seen?.status].filter((status) => status !== undefined);
}

/** What a run shows of its enable is masked, and a masked token has another shape. */
function enableLike(service: string, deviceId: string): string {
  const quote = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<iq type='set' id='lint'><enable xmlns='urn:xmpp:push:0' jid='pubsub.example.org' node='n'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='service'><value>${quote(service)}</value></field><field var='device_id'><value>${quote(deviceId)}</value></field></x></enable></iq>`;
}
