import { Column, CreateDateColumn, type ColumnOptions } from 'typeorm';

/** A foreign key's column. */
export const IdColumn = (options: ColumnOptions = {}) => Column('uuid', options);

/** A moment with its zone. */
export const MomentColumn = (options: ColumnOptions = {}) => Column('timestamptz', options);

/** When the row was written. */
export const CreatedAt = () => CreateDateColumn({ type: 'timestamptz', default: () => 'now()' });

/** A non-negative counter, zero at first. */
export const CountColumn = () => Column('bigint', { default: 0 });

/** `column in ('a', 'b')` from a zod enum's options, so that a CHECK and a contract cannot drift apart unseen. */
export const oneOf = (column: string, values: readonly string[]): string =>
  `${column} in (${values.map((value) => `'${value}'`).join(', ')})`;
