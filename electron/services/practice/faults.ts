/** Which faults are switched on; asked anew each time, so that a change shows at once. */
import {
  findFaultKind,
  type PracticeFault,
  type PracticeFaultId,
} from '#shared/contract/practice-faults.ts';

/** The faults of one server. */
export interface FaultBoard {
  list(): readonly PracticeFault[];
  /** Replaces all of them; of two with the same id the last holds. */
  set(faults: readonly PracticeFault[]): void;
  has(id: PracticeFaultId): boolean;
  /** The value of a fault; null while it is off. */
  value(id: PracticeFaultId): number | null;
}

/** Creates a board. */
export function createFaultBoard(initial: readonly PracticeFault[] = []): FaultBoard {
  let active = new Map<PracticeFaultId, number>();

  function set(faults: readonly PracticeFault[]): void {
    active = new Map(
      faults.map(({ id, value }) => [id, value ?? findFaultKind(id)?.value?.initial ?? 0]),
    );
  }

  set(initial);
  return {
    list: () =>
      [...active].map(([id, value]) => ({ id, value: findFaultKind(id)?.value ? value : null })),
    set,
    has: (id) => active.has(id),
    value: (id) => active.get(id) ?? null,
  };
}
