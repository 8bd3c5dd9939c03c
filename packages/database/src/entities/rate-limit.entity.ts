import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The counters of the gateway's limits, in the form that rate-limiter-flexible has for Postgres. */
@Entity('rate_limit')
@Index(['expire'])
export class RateLimitEntity {
  @PrimaryColumn('varchar', { length: 255 }) key!: string;

  @Column('integer', { default: 0 }) points!: number;

  /** Milliseconds since the Unix epoch. */
  @Column('bigint', { nullable: true }) expire!: number | null;
}
