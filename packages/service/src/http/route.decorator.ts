import {
  applyDecorators,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SerializeOptions,
  SetMetadata,
} from '@nestjs/common';
import type { AnyRoute } from '@koi/contracts';

export const ROUTE = 'koi:route';

/**
 * Binds a controller method to a route of the contracts: method, path, status, and the schema its answer is cut to.
 * What the schema does not name never leaves the service.
 *
 * ```ts
 * @Route(getConversation)
 * get(@Param({ schema: getConversation.params }) { conversationId }: ParamsOf<typeof getConversation>) { … }
 * ```
 */
export function Route(route: AnyRoute): MethodDecorator {
  const decorators = [
    SetMetadata(ROUTE, route),
    RequestMapping({ path: route.path, method: RequestMethod[route.method] }),
    HttpCode(route.status),
  ];
  // A route that streams writes its answer itself, also where it may answer JSON instead.
  if (route.response && !route.produces)
    decorators.push(SerializeOptions({ schema: route.response }));
  return applyDecorators(...decorators);
}
