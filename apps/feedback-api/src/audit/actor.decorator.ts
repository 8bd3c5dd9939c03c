import { createParamDecorator } from '@nestjs/common';

/** Who asks, as the trail of changes names them. There is one sign-in so far, by the token. */
export const Actor = createParamDecorator((): string => 'admin');
