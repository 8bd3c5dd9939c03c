import { createHash } from 'node:crypto';
import {
  dashboardRoutes,
  type BodyOf,
  type ConversationRecord,
  type DatasetVersion,
  type Overview,
  type TrainingRun,
} from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { Visitor } from './visitor.js';

export interface Download {
  readonly text: string;
  readonly sha256: string;
}

/** Somebody of the team at the dashboard, by HTTP alone. */
export class TeamMember extends Visitor {
  static async signIn(dashboardUrl: string, token: string): Promise<TeamMember> {
    const member = new TeamMember(dashboardUrl);
    await member.client.call(dashboardRoutes.signIn, { body: { token } });
    return member;
  }

  overview(): Promise<Overview> {
    return this.client.call(dashboardRoutes.getOverview);
  }

  conversation(conversationId: string): Promise<ConversationRecord> {
    return this.client.call(dashboardRoutes.getConversationRecord, { params: { conversationId } });
  }

  /** Builds a version and waits until it is ready. */
  async export(body: BodyOf<typeof dashboardRoutes.createDatasetVersion>): Promise<DatasetVersion> {
    const { id } = await this.client.call(dashboardRoutes.createDatasetVersion, { body });
    return waitFor(
      async () => {
        const version = await this.client.call(dashboardRoutes.getDatasetVersion, {
          params: { datasetVersionId: id },
        });
        return version.state === 'ready' || version.state === 'failed' ? version : undefined;
      },
      { what: `the export of ${body.kind}`, timeoutMs: 20_000 },
    );
  }

  async download(datasetVersionId: string, file: string): Promise<Download> {
    const response = await this.fetch(`/api/dataset-versions/${datasetVersionId}/files/${file}`);
    if (!response.ok) throw new Error(`${file} answered ${response.status}.`);
    const bytes = Buffer.from(await response.arrayBuffer());
    return {
      text: bytes.toString('utf8'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  }

  async trainingRuns(): Promise<TrainingRun[]> {
    return (await this.client.call(dashboardRoutes.listTrainingRuns)).items;
  }
}
