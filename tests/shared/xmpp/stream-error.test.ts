import { describe, expect, it } from 'vitest';
import { readStreamError } from '#shared/xmpp/stream-error.ts';
import { parsed } from './parsed.ts';

const STREAMS = 'urn:ietf:params:xml:ns:xmpp-streams';

describe('readStreamError', () => {
  it('reads condition and text', () => {
    const error = `<stream:error><conflict xmlns='${STREAMS}'/><text xml:lang='en' xmlns='${STREAMS}'>Replaced by new connection</text></stream:error>`;

    expect(readStreamError(parsed(error))).toEqual({
      condition: 'conflict',
      text: 'Replaced by new connection',
      lang: 'en',
      otherHost: '',
      applicationConditions: [],
    });
  });

  it('reads the other host', () => {
    const error = `<stream:error><see-other-host xmlns='${STREAMS}'>[::1]:5222</see-other-host></stream:error>`;

    expect(readStreamError(parsed(error))?.otherHost).toBe('[::1]:5222');
  });

  it('reads application conditions', () => {
    const error = `<stream:error><policy-violation xmlns='${STREAMS}'/><too-slow xmlns='urn:x'/></stream:error>`;

    expect(readStreamError(parsed(error))?.applicationConditions).toEqual([
      { name: 'too-slow', ns: 'urn:x' },
    ]);
  });

  it('reads an error without children', () => {
    expect(readStreamError(parsed('<stream:error/>'))).toMatchObject({ condition: '', text: '' });
  });

  it('reads the WebSocket spelling', () => {
    const error = `<error xmlns='http://etherx.jabber.org/streams'><host-unknown xmlns='${STREAMS}'/></error>`;

    expect(readStreamError(parsed(error))?.condition).toBe('host-unknown');
  });

  it('answers null for anything else', () => {
    expect(readStreamError(parsed('<error/>'))).toBeNull();
    expect(readStreamError(parsed('<stream:features/>'))).toBeNull();
  });
});
