export { connect, type ConnectOptions, type Queryable, type Sql, type Transaction } from './connect.ts';
export { DATABASE_ERRORS, DatabaseError, type DatabaseErrorCode } from './errors.ts';
export { migrate, type MigrateOptions } from './migrate.ts';
