/** All explanations, by subject. */
import { CONNECTION_CAUSES } from './causes/connection.ts';
import { DELIVERY_CAUSES } from './causes/delivery.ts';
import { GATEWAY_CAUSES } from './causes/gateway.ts';
import { NODE_CAUSES } from './causes/nodes.ts';
import { PUBLISH_CAUSES } from './causes/publishing.ts';
import { REGISTRATION_CAUSES } from './causes/registration.ts';
import { REQUEST_CAUSES } from './causes/requests.ts';
import { SERVICE_CAUSES } from './causes/services.ts';
import type { Explanation } from './explanation.ts';

/** Explanations under the headings of the help. */
export const SUBJECTS: readonly {
  readonly title: string;
  readonly explanations: readonly Explanation[];
}[] = [
  { title: 'Enabling and disabling', explanations: REGISTRATION_CAUSES },
  { title: 'Finding the service', explanations: SERVICE_CAUSES },
  { title: 'Nodes and affiliations', explanations: NODE_CAUSES },
  { title: 'Publishing', explanations: PUBLISH_CAUSES },
  { title: 'Messages and presence', explanations: DELIVERY_CAUSES },
  { title: 'Gateway and device', explanations: GATEWAY_CAUSES },
  { title: 'Connecting', explanations: CONNECTION_CAUSES },
  { title: 'Other requests', explanations: REQUEST_CAUSES },
];

/** All of them. */
export const EXPLANATIONS: readonly Explanation[] = SUBJECTS.flatMap(
  ({ explanations }) => explanations,
);
