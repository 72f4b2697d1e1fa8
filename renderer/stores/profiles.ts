/** Mirror of the saved profiles; none of them holds a secret. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { Profile } from '#shared/contract/session.ts';
import { useNoticesStore } from './notices.ts';

export const useProfilesStore = defineStore('profiles', () => {
  const profiles = shallowRef<readonly Profile[]>([]);

  async function refresh(): Promise<void> {
    const answer = await request('profile.list', {});
    if (answer.ok) profiles.value = answer.value;
    else useNoticesStore().showProblem(answer.error);
  }

  /** Saves a profile. @returns it as it was stored, or null when it could not be */
  async function save(profile: Profile): Promise<Profile | null> {
    const answer = await request('profile.save', profile);
    if (!answer.ok) {
      useNoticesStore().showProblem(answer.error);
      return null;
    }
    await refresh();
    return answer.value;
  }

  async function remove(id: string): Promise<void> {
    const answer = await request('profile.delete', { id });
    if (answer.ok) await refresh();
    else useNoticesStore().showProblem(answer.error);
  }

  return { profiles, refresh, save, remove };
});
