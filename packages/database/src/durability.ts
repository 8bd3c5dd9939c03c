import type { DataSource } from 'typeorm';

/** Postgres would acknowledge what a crash can lose; koi's 2xx promises more than that. */
export class DatabaseNotDurable extends Error {
  override readonly name = 'DatabaseNotDurable';
  constructor() {
    super(
      'Postgres runs with synchronous_commit=off, so an acknowledged vote could be lost. Turn it on.',
    );
  }
}

/** @throws DatabaseNotDurable when commits are not flushed before they are acknowledged. */
export async function assertDurable(dataSource: DataSource): Promise<void> {
  const [row] = await dataSource.query<{ setting: string }[]>(
    `select current_setting('synchronous_commit') as setting`,
  );
  if (row?.setting === 'off') throw new DatabaseNotDurable();
}
