/** What the dialogs for opening files say, and which files they offer first. */
import type { FileFilter } from 'electron';
import { RECORDING_EXTENSION } from '#services/transcript/recording-files.ts';
import { FORMATS } from '#shared/transcript/formats/catalogue.ts';

const ANY_FILE: FileFilter = { name: 'All files', extensions: ['*'] };

/** Dialogs take extensions without their dot. */
const TRANSCRIPTS = [FORMATS.jsonl.extension, RECORDING_EXTENSION].map((name) => name.slice(1));

/** The dialogs by purpose. */
export const OPEN_DIALOGS = {
  ca: {
    title: 'Choose a CA certificate',
    filters: [{ name: 'Certificates (PEM)', extensions: ['pem', 'crt', 'cer'] }, ANY_FILE],
  },
  'client-certificate': {
    title: 'Choose a client certificate with its key',
    filters: [{ name: 'Certificates (PKCS#12, PEM)', extensions: ['p12', 'pfx', 'pem'] }, ANY_FILE],
  },
  transcript: {
    title: 'Open a transcript',
    filters: [
      { name: 'Transcripts and logs', extensions: [...TRANSCRIPTS, 'log', 'txt'] },
      ANY_FILE,
    ],
  },
} as const satisfies Record<string, { title: string; filters: FileFilter[] }>;
