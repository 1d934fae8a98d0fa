/**
The columns of the list, in their default order. The names are those of `--columns`.
*/
export const columnNames = ['status', 'left', 'progress', 'elapsed', 'source', 'profile', 'region', 'graph', 'graph-status', 'memory', 'task', 'format', 'changed', 'statements', 'errors'] as const;

export type ColumnName = (typeof columnNames)[number];

/**
Shown without `--columns`. Profile and region are added if the targets differ in them.
*/
export const defaultColumnNames: readonly ColumnName[] = ['status', 'left', 'progress', 'elapsed', 'source', 'graph', 'task'];
