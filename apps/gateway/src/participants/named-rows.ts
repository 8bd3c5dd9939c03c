import { uuid } from '@koi/contracts';

/** Rows of a participant that a path can name. */
export interface NamedRows {
  readonly conversationId?: string | undefined;
  readonly turnId?: string | undefined;
  readonly candidateId?: string | undefined;
}

/** The ids in a path that name something of a participant's; what is no id is refused by the route itself. */
export function namedRows(params: unknown): NamedRows {
  if (typeof params !== 'object' || params === null) return {};
  const id = (name: string): string | undefined => {
    const checked = uuid.safeParse(Reflect.get(params, name));
    return checked.success ? checked.data : undefined;
  };
  return {
    conversationId: id('conversationId'),
    turnId: id('turnId'),
    candidateId: id('candidateId'),
  };
}
