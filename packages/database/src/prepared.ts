import type pg from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { EntityTarget } from 'typeorm';
import type { Tx } from './transactions.js';

/** A statement that each connection has parsed and planned once; its name is unique among koi's. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a statement on the way to an answer's first token. Postgres plans it once a connection, where a join of five
 * tables takes longer to plan than to run. Not for statements whose best plan depends on their values.
 */
export async function runPrepared<Row extends object>(
  tx: Tx,
  statement: PreparedStatement,
  values: readonly unknown[],
): Promise<Row[]> {
  const pool = (tx.connection.driver as PostgresDriver).master as pg.Pool;
  const client = (await tx.queryRunner?.connect()) as pg.ClientBase | undefined;
  const { rows } = await (client ?? pool).query<Row>({
    ...statement,
    values: [...values],
  });
  return rows;
}

/** A condition on the row of one entity, and the name of its statement. */
export interface PreparedCondition {
  readonly name: string;
  /** After `where`, in the database's names. */
  readonly where: string;
}

/** Reads the one row of an entity that a condition on a unique key finds, by a prepared statement. */
export async function findPrepared<Entity extends object>(
  tx: Tx,
  entity: EntityTarget<Entity>,
  { name, where }: PreparedCondition,
  values: readonly unknown[],
): Promise<Entity | null> {
  const { tableName } = tx.connection.getMetadata(entity);
  const text = `select ${columnsOf(tx, entity, tableName)} from ${tableName} where ${where}`;
  const [row] = await runPrepared<Entity>(tx, { name, text }, values);
  return row ?? null;
}

/** All columns of an entity by its properties' names, as a statement selects them of `alias`; a new one is among them. */
export function columnsOf(tx: Tx, entity: EntityTarget<object>, alias: string): string {
  return tx.connection
    .getMetadata(entity)
    .columns.map((column) => `${alias}.${column.databaseName} as "${column.propertyName}"`)
    .join(', ');
}
