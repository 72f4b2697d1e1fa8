/** What every field says of itself, whatever its control. */
export interface FieldWords {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly severity?: 'error' | 'warning' | 'hint' | undefined;
  readonly optional?: boolean;
}
