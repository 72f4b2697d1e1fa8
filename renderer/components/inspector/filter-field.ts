/** Id of the filter's text field, which Ctrl+F focuses from anywhere. */
export const FILTER_FIELD_ID = 'inspector-filter';

/** Finds the list of entries, where the keyboard goes on from the filter. */
export function findEntryList(): HTMLElement | null {
  return document.querySelector('[role="listbox"][aria-label="Entries"]');
}
