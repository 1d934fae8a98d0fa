import {type ImportRecord} from '../domain/import-list.ts';
import {isTooSmall, layoutOf} from './layout.ts';
import {type Model} from './model.ts';
import {pageImports} from './selectors.ts';

/*
The header and the counts.
*/
const rowsAtTop = 2;

/**
The import in a row of the terminal, counted from 0 at the top; undefined where there is none.
*/
export const importAt = (model: Model, row: number): ImportRecord | undefined => {
	if (model.screen.kind !== 'list' || isTooSmall(model.size)) {
		return undefined;
	}

	const {
		hasFilterLine, bannerRows, hasSpacing, tableRows,
	} = layoutOf(model);
	const headingRow = rowsAtTop + (hasFilterLine ? 1 : 0) + bannerRows + (hasSpacing ? 1 : 0);
	const index = row - headingRow - 1;
	return index >= 0 && index < tableRows ? pageImports(model)[index] : undefined;
};
