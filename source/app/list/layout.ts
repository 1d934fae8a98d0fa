import {memoize} from '../memoize.ts';
import {bannerLines} from '../banner.ts';
import {hasScope, type Model} from '../model.ts';

export const minColumns = 40;
export const minRows = 8;

export type ListPane = 'header' | 'counts' | 'filter' | 'suggestions' | 'banner' | 'spaceAbove' | 'heading' | 'table' | 'spaceBelow' | 'preview' | 'changes' | 'position' | 'hints';

type LinesPane = 'title' | 'lines' | 'hints';

export type PaneName = ListPane | LinesPane;

type Pane<Name> = {
	readonly name: Name;
	readonly top: number;
	readonly height: number;
};

type Layout<Name> = {
	readonly panes: ReadonlyArray<Pane<Name>>;

	/**
	Rows per page; at least 1.
	*/
	readonly pageSize: number;
};

export const isTooSmall = ({columns, rows}: Model['size']): boolean => columns < minColumns || rows < minRows;

const stack = <Name>(heights: ReadonlyArray<readonly [Name, number]>): ReadonlyArray<Pane<Name>> => {
	const panes: Array<Pane<Name>> = [];
	let top = 0;

	for (const [name, height] of heights) {
		if (height === 0) {
			continue;
		}

		panes.push({name, top, height});
		top += height;
	}

	return panes;
};

/*
With a heading, or a single line without one.
*/
const previewRowsIn = ({columns, rows}: Model['size']): number => {
	if (columns < 52 || rows < 15) {
		return 0;
	}

	return columns < 72 || rows < 20 ? 1 : 4;
};

/*
With a heading.
*/
const changeRowsIn = ({columns, rows}: Model['size']): number => {
	if (columns < 72 || rows < 28) {
		return 0;
	}

	return rows < 36 ? 4 : 6;
};

/**
In a small terminal the changes and the blank lines go first, then the preview.
*/
export const listLayout = memoize((model: Model): Layout<ListPane> => {
	const {size, size: {rows}} = model;
	const hasFilterLine = model.isEditingFilter || model.query.text !== '' || hasScope(model);
	const spaceRows = rows >= 28 ? 1 : 0;

	// The suggestions take the blank line above the table, if there is one.
	const suggestionRows = model.isEditingFilter && rows >= 12 ? 1 : 0;
	const above = [
		['header', 1],
		['counts', 1],
		['filter', hasFilterLine ? 1 : 0],
		['suggestions', suggestionRows],
		['banner', bannerLines(model).length],
		['spaceAbove', Math.max(0, spaceRows - suggestionRows)],
		['heading', 1],
	] as const;
	const below = [['spaceBelow', spaceRows], ['preview', previewRowsIn(size)], ['changes', changeRowsIn(size)], ['position', 1], ['hints', 1]] as const;
	const takenRows = [...above, ...below].reduce((sum, [, height]) => sum + height, 0);
	const pageSize = Math.max(1, rows - takenRows);

	return {panes: stack<ListPane>([...above, ['table', pageSize], ...below]), pageSize};
});

export const linesLayout = memoize(({rows}: Model['size']): Layout<LinesPane> => {
	const pageSize = Math.max(1, rows - 2);
	return {panes: stack<LinesPane>([['title', 1], ['lines', pageSize], ['hints', 1]]), pageSize};
});

export const layoutOf = (model: Model): Layout<PaneName> => model.screen.kind === 'list' ? listLayout(model) : linesLayout(model.size);

/**
Returns the pane at a terminal row, and the row within the pane; undefined outside the terminal.
*/
export const paneAt = (model: Model, row: number): {readonly name: PaneName; readonly row: number} | undefined => {
	const pane = layoutOf(model).panes.find(({top, height}) => row >= top && row < top + height);
	return pane && {name: pane.name, row: row - pane.top};
};
