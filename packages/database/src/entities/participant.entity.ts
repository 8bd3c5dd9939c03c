import { participantKind, type ParticipantKind } from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ApiKeyEntity } from './api-key.entity.js';
import { CreatedAt, IdColumn, MomentColumn, oneOf } from './column-kinds.js';

/** A guest at the chat page, known by a signed cookie; or a user of a program that holds an API key. */
@Entity('participant')
@Unique('uq_participant_api_user', ['apiKeyId', 'externalUser'])
@Index('ix_participant_excluded', ['id'], { where: 'excluded_at is not null' })
@Index('ix_participant_put_back', ['putBackAt'], { where: 'put_back_at is not null' })
@Check('ck_participant_kind', oneOf('kind', participantKind.options))
@Check(
  'ck_participant_api',
  "(kind = 'api') = (api_key_id is not null and external_user is not null)",
)
export class ParticipantEntity {
  @PrimaryColumn('uuid') id!: string;

  /** When they last agreed to a consent text (`consent` says to which); null when none was asked or given. */
  @MomentColumn({ nullable: true }) consentedAt!: Date | null;

  @Column('text', { nullable: true }) language!: string | null;

  @Column('text', { default: 'guest' }) kind!: ParticipantKind;

  /** The key that a participant of kind `api` came with. */
  @IdColumn({ nullable: true })
  @ForeignKey(() => ApiKeyEntity)
  apiKeyId!: string | null;

  /** What the program calls its user (`user` of the request); empty when it names none, null for guests. */
  @Column('text', { nullable: true }) externalUser!: string | null;

  /** Since when statistics, ratings and new dataset versions leave them out; null: they count. */
  @MomentColumn({ nullable: true }) excludedAt!: Date | null;

  /** When they were last put back among those who count; ratings computed before are without them. */
  @MomentColumn({ nullable: true }) putBackAt!: Date | null;

  @CreatedAt() createdAt!: Date;
}
