/// <reference types="vite/client" />
declare module '@fontsource-variable/inter';
declare module '@fontsource-variable/jetbrains-mono';

declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent;
  export default component;
}
