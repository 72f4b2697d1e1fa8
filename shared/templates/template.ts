/**
 * A template: a named, parameterised stanza, as data plus two pure functions that are each other's
 * inverse. The same object feeds form, command line, runs and tests.
 */
import type { XmlElement } from '../xml/node.ts';
import { serializeXml } from '../xml/serialize.ts';
import type { SpecId } from '../xmpp/specs.ts';
import {
  type FieldProblem,
  type TemplateField,
  type TemplateValues,
  validateField,
} from './fields.ts';

/** Id of a template. */
export type TemplateId =
  | 'disco-info'
  | 'disco-items'
  | 'create-node'
  | 'get-affiliations'
  | 'set-affiliation'
  | 'enable'
  | 'disable'
  | 'disable-all'
  | 'push-probe'
  | 'delete-node'
  | 'message'
  | 'presence'
  | 'software-version'
  | 'my-affiliations'
  | 'my-subscriptions'
  | 'get-node-config'
  | 'set-node-config'
  | 'default-node-config'
  | 'node-subscriptions'
  | 'purge-node'
  | 'publish'
  | 'get-items'
  | 'retract-item'
  | 'subscribe'
  | 'unsubscribe'
  | 'enable-carbons'
  | 'disable-carbons'
  | 'block-list'
  | 'block'
  | 'unblock'
  | 'get-vcard'
  | 'registration-form'
  | 'register'
  | 'unregister'
  | 'csi-inactive'
  | 'csi-active'
  | 'sm-request'
  | 'ping'
  | 'entity-time'
  | 'muc-light-create'
  | 'mam-query'
  | 'raw';

/** A stanza with blanks. */
export interface Template {
  readonly id: TemplateId;
  readonly title: string;
  /** One or two sentences: what it does and what its answer is worth. */
  readonly description: string;
  /** Id in the catalogue of specifications, with the section; null for what a server made up. */
  readonly spec: { readonly id: SpecId; readonly section: string } | null;
  readonly fields: readonly TemplateField[];
  /** For a template that takes something away: the effect, in the words of its button. */
  readonly destructive?: (values: TemplateValues) => string;
  /**
   * Builds the stanza. Called with values that have no errors.
   * @param stanzaId value of the stanza's `id`
   */
  readonly build: (values: TemplateValues, stanzaId: string) => XmlElement;
  /** Reads values back; null when the stanza is of another kind. */
  readonly read: (stanza: XmlElement) => TemplateValues | null;
  /** Field whose text is sent as typed, instead of the serialised element. */
  readonly verbatimField?: string;
}

/** The stanza, or what is wrong with the form. */
export type BuildOutcome =
  | {
      readonly ok: true;
      readonly element: XmlElement;
      /** What to send. */
      readonly xml: string;
      /** Warnings and hints. */
      readonly remarks: readonly FieldProblem[];
    }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** What a stanza needs besides the form's values. */
export interface BuildContext {
  /** Unguessable and unique on its stream. */
  readonly stanzaId: string;
}

/** Judges all fields of a form, in their order. */
export function validateTemplate(template: Template, values: TemplateValues): FieldProblem[] {
  return template.fields
    .map((field) => validateField(field, values[field.name], values))
    .filter((problem) => problem !== null);
}

/**
 * Builds the stanza of a filled-in form.
 * @param values missing ones count as blank; blank optional fields are left out of the stanza
 * @returns the stanza with its text, or all problems of which at least one is an error
 */
export function buildTemplate(
  template: Template,
  values: TemplateValues,
  context: BuildContext,
): BuildOutcome {
  const problems = validateTemplate(template, values);
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems };
  const element = template.build(values, context.stanzaId);
  const verbatim = template.verbatimField;
  const xml = verbatim === undefined ? serializeXml(element) : textOf(values, verbatim);
  return { ok: true, element, xml, remarks: problems };
}

/**
 * Fills the form from a stanza, e.g. one that was edited by hand.
 * @returns all fields of the template, blank ones as empty text or list; null when it is another kind of stanza
 */
export function readTemplate(template: Template, stanza: XmlElement): TemplateValues | null {
  const values = template.read(stanza);
  return values === null ? null : completeValues(template, values);
}

/** What a fresh form starts with. */
export function defaultValues(template: Template): TemplateValues {
  return completeValues(
    template,
    Object.fromEntries(
      template.fields.flatMap((field) =>
        field.defaultValue === undefined ? [] : [[field.name, field.defaultValue]],
      ),
    ),
  );
}

/** All fields of the template: given values, blank where there is none. */
export function completeValues(template: Template, values: TemplateValues): TemplateValues {
  return Object.fromEntries(
    template.fields.map((field) => [
      field.name,
      values[field.name] ?? (field.kind === 'pairs' ? [] : ''),
    ]),
  );
}

/** A field's text; empty when blank, a list's lines joined. */
export function textOf(values: TemplateValues, name: string): string {
  const value = values[name] ?? '';
  return typeof value === 'string' ? value : value.join('\n');
}

/** A field's text for an attribute; undefined when blank, so that the attribute is left out. */
export function attributeOf(values: TemplateValues, name: string): string | undefined {
  const text = textOf(values, name);
  return text === '' ? undefined : text;
}
