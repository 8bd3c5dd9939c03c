import { dashboardRoutes } from '@koi/contracts/http';
import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { call } from '../../app/api.js';
import { single, withParameters } from '../filters/index.js';

export type Won = 'first' | 'second' | 'tie' | 'both_bad';
const wons: readonly string[] = ['first', 'second', 'tie', 'both_bad'];

/**
 * Whose battles are open: two models with their versions, as `?battles=oak@1~elm@2&won=first` names them, or one against
 * any other, as in `?battles=oak@1`.
 */
export interface OpenBattles {
  readonly first: { readonly name: string; readonly version: number };
  readonly second: { readonly name: string; readonly version: number } | undefined;
  readonly won: Won | undefined;
}

export const battlesAddress = ({ first, second }: Omit<OpenBattles, 'won'>): string =>
  [first, ...(second ? [second] : [])].map(({ name, version }) => `${name}@${version}`).join('~');

function readBattles(text: string | undefined, won: string | undefined): OpenBattles | undefined {
  const found = /^([^@~]+)@(\d{1,9})(?:~([^@~]+)@(\d{1,9}))?$/.exec(text ?? '');
  if (!found) return undefined;
  const [, first = '', firstVersion, second, secondVersion] = found;
  return {
    first: { name: first, version: Number(firstVersion) },
    second: second === undefined ? undefined : { name: second, version: Number(secondVersion) },
    won: wons.includes(won ?? '') ? (won as Won) : undefined,
  };
}

/** Which battles are open, from the address, and how to open others. */
export function useOpenBattles() {
  const route = useRoute();
  const router = useRouter();
  const open = computed(() =>
    readBattles(single(route.query, 'battles'), single(route.query, 'won')),
  );
  const show = (next: OpenBattles | undefined): void =>
    void router.replace({
      query: withParameters(route.query, {
        battles: next && battlesAddress(next),
        won: next?.won,
      }),
    });
  return { open, show };
}

export function useBattles(battles: Ref<OpenBattles>, chatbot: Ref<string>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['battles', battles.value, chatbot.value] as const),
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listBattles, {
        query: {
          first: battles.value.first.name,
          firstVersion: battles.value.first.version,
          second: battles.value.second?.name,
          secondVersion: battles.value.second?.version,
          won: battles.value.won,
          chatbot: chatbot.value || undefined,
          cursor: pageParam ?? undefined,
          limit: 30,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const rows = computed(() => query.data.value?.pages.flatMap(({ items }) => items) ?? []);
  const total = computed(() => query.data.value?.pages[0]?.total ?? 0);
  return { ...query, rows, total };
}
