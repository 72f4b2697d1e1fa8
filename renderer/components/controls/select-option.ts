/** One choice of a select box or a row of choices. */
export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A word on the right: a state, a version. */
  readonly note?: string;
}
