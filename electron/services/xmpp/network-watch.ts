/** Notices that this computer's network has changed: another address, an interface gone or come. */
import type { NetworkInterfaceInfo } from 'node:os';

/** Milliseconds between two looks; the system tells nobody. */
const LOOK_EVERY_MS = 2_000;

/** What `os.networkInterfaces()` answers. */
export type NetworkInterfaces = Readonly<Record<string, NetworkInterfaceInfo[] | undefined>>;

/** Watches the network while somebody cares. */
export interface NetworkWatch {
  /** Looks now and then, or does not any more. */
  watch(wanted: boolean): void;
}

/**
 * Creates a watch that does not look yet.
 * @param interfaces this computer's interfaces as they are now
 * @param onChange told what is gone and what is new, in one sentence
 */
export function createNetworkWatch(
  interfaces: () => NetworkInterfaces,
  onChange: (text: string) => void,
): NetworkWatch {
  let timer: NodeJS.Timeout | undefined;
  let known: readonly string[] = [];

  function look(): void {
    const now = addressesOf(interfaces());
    const gone = known.filter((address) => !now.includes(address));
    const come = now.filter((address) => !known.includes(address));
    known = now;
    if (gone.length + come.length > 0) onChange(changeText(gone, come));
  }

  return {
    watch(wanted) {
      if (wanted === (timer !== undefined)) return;
      clearInterval(timer);
      timer = undefined;
      if (!wanted) return;
      known = addressesOf(interfaces());
      timer = setInterval(look, LOOK_EVERY_MS).unref();
    },
  };
}

/** Loopback is always there. */
function addressesOf(interfaces: NetworkInterfaces): readonly string[] {
  return Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos.filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
  );
}

function changeText(gone: readonly string[], come: readonly string[]): string {
  const parts = [
    gone.length === 0 ? '' : `gone: ${gone.join(', ')}`,
    come.length === 0 ? '' : `new: ${come.join(', ')}`,
  ];
  return `This computer’s network changed; ${parts.filter((part) => part !== '').join('; ')}`;
}
