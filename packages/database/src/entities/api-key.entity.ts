import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { CreatedAt, MomentColumn } from './column-kinds.js';
import { ChatbotEntity } from './chatbot.entity.js';

/** Lets a program talk to some chatbots over the OpenAI-compatible API. The key itself is never stored. */
@Entity('api_key')
@Unique(['hash'])
export class ApiKeyEntity {
  @PrimaryColumn('uuid') id!: string;

  /** What the team calls it. */
  @Column('text') name!: string;

  /** The first characters of the key, enough to tell it from others and no help in guessing it. */
  @Column('text') prefix!: string;

  /** SHA-256 of the whole key, in hex. A key has 256 random bits, so a slow hash would add nothing. */
  @Column('text') hash!: string;

  /** True when whoever holds the key vouches that its users agreed to the chatbots' consent texts. */
  @Column('boolean', { default: false }) consent!: boolean;

  @CreatedAt() createdAt!: Date;

  @MomentColumn({ nullable: true }) expiresAt!: Date | null;

  @MomentColumn({ nullable: true }) revokedAt!: Date | null;

  /** To the minute or so. */
  @MomentColumn({ nullable: true }) lastUsedAt!: Date | null;
}

/** The chatbots a key may talk to. */
@Entity('api_key_chatbot')
export class ApiKeyChatbotEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ApiKeyEntity, { onDelete: 'CASCADE' })
  apiKeyId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => ChatbotEntity, { onDelete: 'CASCADE' })
  chatbotId!: string;
}
