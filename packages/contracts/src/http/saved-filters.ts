import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { savedFilterView } from '../terms.js';
import { defineRoute } from './define-route.js';

const name = z.string().trim().min(1).max(80);
/** The parameters of the page's address, without `?`. */
const query = z
  .string()
  .max(2_000)
  .refine((text) => !text.includes('\u0000'), 'must not contain NUL characters');

/** A filter of the Explore page under a name; the whole team sees it. */
export const savedFilter = z.object({
  id: uuid,
  name,
  view: savedFilterView,
  query,
  createdAt: timestamp,
});
export type SavedFilter = z.infer<typeof savedFilter>;

export const saveFilterBody = z.strictObject({
  name: name.refine((text) => !text.includes('\u0000'), 'must not contain NUL characters'),
  view: savedFilterView,
  query,
});
export type SaveFilterBody = z.infer<typeof saveFilterBody>;

export const listSavedFilters = defineRoute({
  method: 'GET',
  path: '/api/saved-filters',
  summary: 'The filters that the team has saved, by name.',
  tag: 'feedback',
  response: z.object({ items: z.array(savedFilter) }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const saveFilter = defineRoute({
  method: 'POST',
  path: '/api/saved-filters',
  summary: 'Saves a filter under a name.',
  tag: 'feedback',
  body: saveFilterBody,
  response: savedFilter,
  status: 201,
  roles: ['admin'],
  problems: ['unauthenticated', 'name_taken'],
});

export const deleteSavedFilter = defineRoute({
  method: 'DELETE',
  path: '/api/saved-filters/:savedFilterId',
  summary: 'Forgets a saved filter.',
  tag: 'feedback',
  params: z.object({ savedFilterId: uuid }),
  status: 204,
  roles: ['admin'],
  problems: ['unauthenticated', 'saved_filter_not_found'],
});
