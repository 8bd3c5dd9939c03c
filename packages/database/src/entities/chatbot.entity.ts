import {
  chatbotAccess,
  feedbackMode,
  type AnswerImages,
  type ChatbotAccess,
  type FeedbackMode,
  type GenerationParameters,
} from '@koi/contracts';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { CreatedAt, MomentColumn, oneOf } from './column-kinds.js';

/** A page people talk to: texts, feedback mode, system prompt; its models are `chatbot_model` rows. */
@Entity('chatbot')
@Unique(['slug'])
@Check('ck_chatbot_feedback_mode', oneOf('feedback_mode', feedbackMode.options))
@Check('ck_chatbot_access', oneOf('access', chatbotAccess.options))
@Check('ck_chatbot_source', oneOf('source', ['koi_yaml', 'dashboard']))
export class ChatbotEntity {
  @PrimaryColumn('uuid') id!: string;

  @Column('text') slug!: string;

  @Column('text') title!: string;

  @Column('text', { default: '' }) description!: string;

  @Column('text', { default: '' }) welcome!: string;

  @Column('jsonb', { default: [] }) starters!: string[];

  @Column('text') feedbackMode!: FeedbackMode;

  @Column('text', { default: '' }) systemPrompt!: string;

  @Column('jsonb', { default: {} }) parameters!: GenerationParameters;

  @Column('text', { nullable: true }) consentText!: string | null;

  /** Open to everybody, or to those who came by an invite that opens it. */
  @Column('text', { default: 'public' }) access!: ChatbotAccess;

  @Column('boolean', { default: true }) revealModels!: boolean;

  /** What the page makes of images in answers. */
  @Column('jsonb', { default: 'link' }) images!: AnswerImages;

  /** Order on the page that lists chatbots. */
  @Column('integer', { default: 0 }) position!: number;

  @Column('text') source!: 'koi_yaml' | 'dashboard';

  @Column('boolean', { default: true }) enabled!: boolean;

  /** The team has switched it off although koi.yaml names it; no start switches it on again. */
  @Column('boolean', { default: false }) heldOff!: boolean;

  @CreatedAt() createdAt!: Date;

  @MomentColumn({ default: () => 'now()' }) updatedAt!: Date;
}
