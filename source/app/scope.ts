import {type ImportTask} from '../imports/task.ts';
import {type Model} from './model.ts';

/**
Whether something narrower than the whole list is watched.
*/
export const hasScope = ({graphId, taskIds}: Pick<Model, 'graphId' | 'taskIds'>): boolean => graphId !== undefined || taskIds.length > 0;

/**
Whether an import is among those that are watched.
*/
export const isInScope = ({graphId, taskIds}: Pick<Model, 'graphId' | 'taskIds'>, task: ImportTask): boolean =>
	(graphId === undefined || task.graphId === graphId) && (taskIds.length === 0 || taskIds.includes(task.taskId));
