import { modelRole, type ModelRole } from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { oneOf } from './column-kinds.js';
import { ChatbotEntity } from './chatbot.entity.js';
import { ModelEntity } from './model.entity.js';

/** Which models a chatbot draws from, and how often. */
@Entity('chatbot_model')
@Check('ck_chatbot_model_role', oneOf('role', modelRole.options))
@Check('ck_chatbot_model_file_role', oneOf('file_role', modelRole.options))
@Check('ck_chatbot_model_weight', 'weight >= 0')
export class ChatbotModelEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ChatbotEntity, { onDelete: 'CASCADE' })
  chatbotId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => ModelEntity)
  modelId!: string;

  /** Relative to the other models of the chatbot. */
  @Column('double precision', { default: 1 }) weight!: number;

  @Column('text', { default: 'live' }) role!: ModelRole;

  /** The team has set weight or role over what koi.yaml says. */
  @Column('boolean', { default: false }) overridden!: boolean;

  /** What koi.yaml says; `null` where it does not name the model. */
  @Column('double precision', { nullable: true }) fileWeight!: number | null;

  @Column('text', { nullable: true }) fileRole!: ModelRole | null;
}
