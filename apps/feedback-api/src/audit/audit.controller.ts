import { Controller, Query, type StreamableFile } from '@nestjs/common';
import { downloadAuditEntries, listAuditActors, listAuditEntries } from '@koi/contracts';
import type { QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload, everyItem } from '../csv/csv-download.js';
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

  @Route(downloadAuditEntries)
  download(
    @Query({ schema: downloadAuditEntries.query })
    query: QueryOutputOf<typeof downloadAuditEntries>,
  ): StreamableFile {
    return csvDownload(
      'changes',
      [
        ...(['createdAt', 'actor', 'action', 'subjectKind', 'subjectName', 'subjectId'] as const),
        ...(['before', 'after'] as const),
      ],
      everyItem((place) => this.audit.list({ ...query, ...place })),
    );
  }

  @Route(listAuditActors)
  actors(): Promise<ResponseOf<typeof listAuditActors>> {
    return this.audit.actors();
  }
}
