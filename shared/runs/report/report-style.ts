/** How the HTML report looks; part of the file, so that it needs nothing else. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1c2030; --soft: #4a5168; --line: #d5d9e4; --paper: #ffffff; --pass: #17683a; --fail: #b01f24; --note: #7a4f00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9f0; --soft: #b3b9cb; --line: #3b4154; --paper: #1a1d27; --pass: #6fd695; --fail: #ff9a97; --note: #f0bf62; } }
body { margin: 0 auto; padding: 2rem 1.5rem; max-width: 56rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2rem; font-size: 1.15rem; } h3 { margin-bottom: .25rem; font-size: 1rem; }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) minmax(0, 1fr); gap: .2rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
section { border-top: 1px solid var(--line); padding: .25rem 0 1rem; }
.word { color: var(--soft); font-size: .85em; font-weight: normal; }
.passed h3 .word { color: var(--pass); } .failed h3 .word { color: var(--fail); } .skipped h3 .word { color: var(--note); }
details { margin: .25rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
pre { padding: .75rem; border: 1px solid var(--line); border-radius: 6px; font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: inherit; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: 1rem; color: var(--soft); }
@media print { body { max-width: none; padding: 0; } section { break-inside: avoid-page; } }
`;
