/** Mounts a part of the window as the window does: with stores, tooltips and a document around it. */
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { TooltipProvider } from 'reka-ui';
import { type Component, defineComponent, h } from 'vue';
import { installScriptedBridge, type ScriptedBridge } from './scripted-bridge.ts';

/** Starts a fresh window: empty stores, empty storage, a bridge that answers nothing in particular. */
export function startFreshWindow(): ScriptedBridge {
  document.body.replaceChildren();
  localStorage.clear();
  setActivePinia(createPinia());
  return installScriptedBridge();
}

/**
 * Mounts a component; stores are those of {@link startFreshWindow}.
 * @param props its props, and listeners as `onName`
 */
export function mountPart(component: Component, props: Record<string, unknown> = {}): VueWrapper {
  const around = defineComponent({
    render: () => h(TooltipProvider, null, { default: () => h(component, props) }),
  });
  return mount(around, { attachTo: document.body });
}

/** The element that a screen reader would call so; fails when there is none. */
export function byName(role: string, name: string): HTMLElement {
  const found = [
    ...document.querySelectorAll<HTMLElement>(SELECTORS[role] ?? `[role="${role}"]`),
  ].find((element) => nameOf(element) === name);
  if (found === undefined) throw new Error(`There is no ${role} named "${name}"`);
  return found;
}

const SELECTORS: Readonly<Record<string, string>> = {
  button: 'button',
  textbox: 'input, textarea',
  listitem: 'li',
};

function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const labelled = element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`);
  const clone = (labelled ?? element).cloneNode(true) as HTMLElement;
  for (const hidden of clone.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return clone.textContent.replace(/ optional$/, '').trim();
}

/** Types into a field as a user does: at once, with one input event. */
export async function typeInto(name: string, text: string): Promise<void> {
  const field = byName('textbox', name) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await Promise.resolve();
}
