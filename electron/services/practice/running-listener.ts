/** A listener that accepts connections. */
export interface RunningListener {
  readonly port: number;
  /** Closes the port and every connection; resolves when both are gone. */
  stop(): Promise<void>;
}
