/** Puts the chosen theme and contrast on the root element, where tokens.css reads them. */
import { useMediaQuery } from '@vueuse/core';
import { computed, watchEffect } from 'vue';
import { useSettingsStore } from '#renderer/stores/settings.ts';

/** Applies the settings for as long as the calling component lives. */
export function useTheme(): void {
  const store = useSettingsStore();
  const systemWantsContrast = useMediaQuery('(prefers-contrast: more)');
  const contrast = computed(() => store.settings.contrast === 'more' || systemWantsContrast.value);

  watchEffect(() => {
    const root = document.documentElement;
    if (store.settings.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = store.settings.theme;
    if (contrast.value) root.dataset['contrast'] = 'more';
    else delete root.dataset['contrast'];
  });
}
