import { Controller, Query } from '@nestjs/common';
import { listAuditEntries } from '@koi/contracts';
import type { QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { AuditService } from './audit.service.js';

@Controller()
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Route(listAuditEntries)
  list(
    @Query({ schema: listAuditEntries.query }) query: QueryOutputOf<typeof listAuditEntries>,
  ): Promise<ResponseOf<typeof listAuditEntries>> {
    return this.audit.list(query);
  }
}
