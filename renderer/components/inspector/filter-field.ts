/** Id of the filter's text field, which Ctrl+F focuses from anywhere. */
export const FILTER_FIELD_ID = 'inspector-filter';
