import { Body, Controller, Param, type StreamableFile } from '@nestjs/common';
import {
  changeUser,
  createUser,
  downloadUsers,
  endUserSessions,
  listUsers,
  renewPasswordLink,
} from '@koi/contracts';
import type { ChangeUserBody, CreateUserBody, ParamsOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload } from '../csv/csv-download.js';
import { CurrentUser, type SignedIn } from '../session/signed-in.js';
import { UsersService } from './users.service.js';

@Controller()
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Route(listUsers)
  list(): Promise<ResponseOf<typeof listUsers>> {
    return this.users.list();
  }

  @Route(createUser)
  create(
    @CurrentUser() me: SignedIn,
    @Body({ schema: createUser.body }) body: CreateUserBody,
  ): Promise<ResponseOf<typeof createUser>> {
    return this.users.create(me, body);
  }

  @Route(changeUser)
  change(
    @CurrentUser() me: SignedIn,
    @Param({ schema: changeUser.params }) { userId }: ParamsOf<typeof changeUser>,
    @Body({ schema: changeUser.body }) body: ChangeUserBody,
  ): Promise<ResponseOf<typeof changeUser>> {
    return this.users.change(me, userId, body);
  }

  @Route(renewPasswordLink)
  renewLink(
    @CurrentUser() me: SignedIn,
    @Param({ schema: renewPasswordLink.params }) { userId }: ParamsOf<typeof renewPasswordLink>,
  ): Promise<ResponseOf<typeof renewPasswordLink>> {
    return this.users.renewLink(me, userId);
  }

  @Route(endUserSessions)
  endSessions(
    @CurrentUser() me: SignedIn,
    @Param({ schema: endUserSessions.params }) { userId }: ParamsOf<typeof endUserSessions>,
  ): Promise<void> {
    return this.users.endSessions(me, userId);
  }

  @Route(downloadUsers)
  async download(): Promise<StreamableFile> {
    const { items } = await this.users.list();
    return csvDownload(
      'users',
      [
        ...(['id', 'email', 'name', 'role', 'hasPassword', 'sessions', 'createdAt'] as const),
        ...(['lastSignedInAt', 'disabledAt'] as const),
      ],
      items,
    );
  }
}
