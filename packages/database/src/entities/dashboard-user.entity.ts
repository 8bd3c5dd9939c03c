import { userRole, type UserRole } from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CreatedAt, IdColumn, MomentColumn, oneOf } from './column-kinds.js';

/** Somebody of the team who signs in at the dashboard. (`user` alone is a word of SQL.) */
@Entity('dashboard_user')
@Unique(['email'])
@Check('ck_dashboard_user_role', oneOf('role', userRole.options))
@Check('ck_dashboard_user_email', 'email = lower(email)')
export class DashboardUserEntity {
  @PrimaryColumn('uuid') id!: string;

  /** In lower case. */
  @Column('text') email!: string;

  @Column('text') name!: string;

  @Column('text') role!: UserRole;

  /** Argon2id in PHC form; null until they have set one by their link. */
  @Column('text', { nullable: true }) passwordHash!: string | null;

  @CreatedAt() createdAt!: Date;

  @MomentColumn({ nullable: true }) disabledAt!: Date | null;

  @MomentColumn({ nullable: true }) lastSignedInAt!: Date | null;
}

/** The one link by which a user may set a password, until it is used or ends. */
@Entity('password_link')
@Unique(['tokenHash'])
export class PasswordLinkEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => DashboardUserEntity, { onDelete: 'CASCADE' })
  userId!: string;

  /** SHA-256 in hex of the link's 256 random bits. */
  @Column('text') tokenHash!: string;

  @CreatedAt() createdAt!: Date;

  @MomentColumn() expiresAt!: Date;
}

/** One browser that is signed in. Deleting the row signs it out. */
@Entity('dashboard_session')
@Unique(['tokenHash'])
@Index(['userId'])
@Index(['expiresAt'])
@Check('ck_dashboard_session_opened', '(user_id is null) = (opened_with is not null)')
export class DashboardSessionEntity {
  @PrimaryColumn('uuid') id!: string;

  /** SHA-256 in hex of what the cookie holds. */
  @Column('text') tokenHash!: string;

  /** Null for the owner, who came by the link of the start. */
  @IdColumn({ nullable: true })
  @ForeignKey(() => DashboardUserEntity, { onDelete: 'CASCADE' })
  userId!: string | null;

  /** The owner's alone: a digest of the token it was opened with, so that another token ends the session. */
  @Column('text', { nullable: true }) openedWith!: string | null;

  @CreatedAt() createdAt!: Date;

  @MomentColumn() expiresAt!: Date;
}
