import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MomentColumn } from './column-kinds.js';

/** A process of koi that says now and then that it runs. It deletes its row when it stops in order. */
@Entity('service_heartbeat')
export class ServiceHeartbeatEntity {
  @PrimaryColumn('uuid') id!: string;

  @Column('text') service!: string;

  @Column('text') nodeVersion!: string;

  /** The queues it works on, and the jobs it ended in the last hour. */
  @Column('jsonb') queues!: Record<string, { completed: number; failed: number }>;

  @MomentColumn({ default: () => 'now()' }) startedAt!: Date;

  @MomentColumn({ default: () => 'now()' }) seenAt!: Date;
}
