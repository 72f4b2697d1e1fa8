/** The four virtual hosts of tests/fixtures/golden/mongooseim.toml. */
import type { PracticeHostConfig } from '#services/practice/ports.ts';

const ACCOUNTS = { alice: 'alicepw', bob: 'bobpw', carol: 'carolpw', dave: 'davepw' };
const REQUEST_TIMEOUT_MS = 2000;

/** @param url of the MongoosePush stand-in */
export function goldenHosts(url: string): readonly PracticeHostConfig[] {
  return [
    {
      domain: 'localhost',
      accounts: ACCOUNTS,
      pubsubPlugins: ['flat', 'pep', 'push'],
      createNodeDenied: ['carol'],
      push: { virtualPubsubHosts: ['push.@HOST@'], plugin: 'defaults' },
      mongoosePush: { apiVersion: 'v3', url, requestTimeoutMs: REQUEST_TIMEOUT_MS },
    },
    {
      domain: 'mychat.local',
      accounts: ACCOUNTS,
      modules: [
        'adhoc',
        'caps',
        'last',
        'stream_management',
        'offline',
        'ping',
        'version',
        'roster',
        'carboncopy',
        'csi',
        'register',
      ],
      pubsubPlugins: null,
      createNodeDenied: [],
      push: { virtualPubsubHosts: ['pubsub.@HOST@'], plugin: 'enhanced' },
      mongoosePush: { apiVersion: 'v2', url, requestTimeoutMs: REQUEST_TIMEOUT_MS },
    },
    {
      domain: 'pushonly.local',
      accounts: ACCOUNTS,
      modules: ['offline', 'ping', 'roster', 'stream_management'],
      pubsubPlugins: ['push'],
      createNodeDenied: [],
      push: { virtualPubsubHosts: [], plugin: 'hints' },
      mongoosePush: { apiVersion: 'v3', url, requestTimeoutMs: REQUEST_TIMEOUT_MS },
    },
    {
      domain: 'nopush.local',
      accounts: ACCOUNTS,
      modules: ['offline', 'ping', 'roster', 'stream_management'],
      pubsubPlugins: null,
      createNodeDenied: [],
      push: null,
      mongoosePush: null,
    },
  ];
}
