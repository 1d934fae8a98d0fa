import {type ImportRecord} from '../../imports/import-list.ts';
import {
	isSlowerThanUsual,
	rateColumns,
	rateText,
	recentRate,
} from '../../imports/progress/rate.ts';
import {type ProgressHistory, stalledSince} from '../../imports/progress/progress.ts';
import {isFinished} from '../../imports/task.ts';
import {canSucceed} from '../../imports/progress/time-left.ts';
import {type Usual} from '../../imports/progress/usual.ts';
import {durationText} from '../../text/time-text.ts';
import {sparkline} from '../../text/sparkline.ts';

// A stalled import has no rate.
const loadingHistory = ({task, known}: ImportRecord): ProgressHistory | undefined => {
	const history = known?.history;
	return history === undefined || isFinished(task.status) || stalledSince(history, history.last.at) !== undefined ? undefined : history;
};

/**
The recent rate of an import that is loading, with a sparkline of up to `columns` columns; undefined until the count has grown.
*/
export const rateWithSparkline = (record: ImportRecord, columns: number): string | undefined => {
	const history = loadingHistory(record);
	const rate = history && recentRate(history);
	return history === undefined || rate === undefined ? undefined : `${sparkline(rateColumns(history, columns))} ${rateText(rate)}`;
};

/**
Marks an import that loads less than half as many statements per second as usual.
*/
export const slowText = (record: ImportRecord, usual: Usual | undefined): string | undefined => {
	const history = loadingHistory(record);
	return history !== undefined && isSlowerThanUsual(recentRate(history), usual) ? 'slower than usual' : undefined;
};

/**
The usual duration, for example `1m 50s (last 4)`.
*/
export const usualText = ({task}: ImportRecord, usual: Usual | undefined): string | undefined =>
	usual === undefined || !canSucceed(task.status) ? undefined : `${durationText(usual.durationMs)} (last ${usual.count})`;
